"""The bytes of a mail: what stands in its headers, and what nobody can put there."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import MailOut
from services.mail.mail_auth import new_message_id, thread_id
from services.mail.mail_message import compose

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NASTY = [
    'a\r\nBcc: evil@x.example',
    'a\nBcc: evil@x.example\n\nbody',
    '"x" <evil@x.example>, y',
    'Pérez, «Lucía» (x) <evil@x.example>',
    '\u2028Bcc: evil@x.example',
]
HOSTILE = st.text(st.characters(exclude_categories=['Cs']), max_size=120) | st.sampled_from(NASTY)


def mail(**values: object) -> MailOut:
    row = {
        'to_address': 'lucia@mirador.example',
        'to_name': 'Lucía Herrera',
        'template': 'reply',
        'language': 'es',
        'subject': '[MV-10007] La impresora no imprime',
        'body': 'Hola, Lucía:\n\nhttp://127.0.0.1:8080/tickets/MV-10007\n',
        'message_id': new_message_id(),
        'in_reply_to': thread_id(7),
        'references': thread_id(7),
        'created_at': MONDAY,
    }
    made = MailOut(**(row | values))
    made.subscription_id = None  # which a model has by itself once there is a database
    return made


def parsed(row: MailOut) -> EmailMessage:
    message = message_from_bytes(compose(row), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace('\r\n', '\n')


def test_the_headers_of_an_answer() -> None:
    row = mail()
    message = parsed(row)
    assert message['To'] == 'Lucía Herrera <lucia@mirador.example>'
    assert message['From'] == 'Mesa Viva <mesa@localhost>'
    assert message['Subject'] == '[MV-10007] La impresora no imprime'
    assert message['Message-ID'] == row.message_id
    assert message['Date'].datetime == MONDAY
    assert message['X-MesaViva-Loop']
    assert text_of(message) == row.body
    assert not {'Auto-Submitted', 'X-Auto-Response-Suppress', 'Precedence', 'Reply-To'} & set(message.keys())


@pytest.mark.parametrize(
    ('template', 'kind'),
    [('acknowledgement', 'auto-replied'), ('copy', 'auto-generated'), ('recovery', 'auto-generated')],
)
def test_what_no_person_wrote_says_so(template: str, kind: str) -> None:
    message = parsed(mail(template=template, is_automated=True))
    assert message['Auto-Submitted'] == kind
    assert message['X-Auto-Response-Suppress'] == 'All'
    assert message['Precedence'] == 'bulk'


@given(subject=HOSTILE, name=HOSTILE)
def test_a_subject_or_a_name_adds_no_header_and_no_recipient(subject: str, name: str) -> None:
    message = parsed(mail(subject=subject, to_name=name))
    assert set(message.keys()) == set(parsed(mail()).keys())
    assert [address.addr_spec for address in message['To'].addresses] == ['lucia@mirador.example']
    assert 'evil' not in str(message['From'])


@given(subject=st.text(st.characters(categories=['L', 'N', 'So']), min_size=1, max_size=250))
def test_a_subject_arrives_as_it_was_written_in_words_that_rfc_2047_allows(subject: str) -> None:
    raw = compose(mail(subject=subject))
    assert message_from_bytes(raw, policy=policy.default)['Subject'] == subject
    header = raw.split(b'\r\nDate:')[0]
    assert all(len(line) <= 78 for line in header.split(b'\r\n'))


@given(body=st.text(st.characters(exclude_characters='\x00\r', exclude_categories=['Cs']), max_size=3000))
def test_a_body_arrives_as_it_was_written(body: str) -> None:
    raw = compose(mail(body=f'{body}\n'))
    assert text_of(message_from_bytes(raw, policy=policy.default)) == f'{body}\n'
    assert all(len(line) <= 78 and max(line, default=0) < 128 for line in raw.split(b'\r\n'))


def test_long_ids_stay_whole() -> None:
    outlook = f'<{"a" * 120}@mail.example>'
    references = ' '.join([thread_id(7), outlook, *(new_message_id() for _ in range(7))])
    raw = compose(mail(in_reply_to=outlook, references=references))
    assert f'In-Reply-To: {outlook}\r\n'.encode() in raw
    assert b' '.join(raw.split(b'\r\nReferences: ')[1].split(b'\r\nX-')[0].split()) == references.encode()


def test_an_address_that_is_none_is_a_plain_error() -> None:
    with pytest.raises(ValueError, match='address'):
        compose(mail(to_address='lucia@mirador.example\r\nBcc: evil@x.example'))
