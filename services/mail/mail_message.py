"""A row of the outbox as the bytes that go over the wire (RFC 5322)."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from hashlib import sha256

from models import MailOut
from services.env import env
from services.mail.guide import FOLDER, NAME
from services.mail.mail_auth import loop_mark
from services.mail.mail_text import Template
from services.subscriptions.subscription_links import Door, link_to

# Each alone keeps an autoresponder from answering (RFC 3834); a person's own answer bears none of them.
AUTOMATED = {'X-Auto-Response-Suppress': 'All', 'Precedence': 'bulk'}
_CONTROL = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029]+')


class _Wire(EmailPolicy):
    """The standard library's, but with ids and links whole: it encodes those over 78 characters (cpython gh-79986).

    A general `max_line_length=998` would keep them whole too, and make encoded words longer than RFC 2047 allows.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in ('In-Reply-To', 'References', 'List-Unsubscribe'):
            ids = '\r\n '.join(value.split())
            return f'{name}: {ids}\r\n'.encode('ascii')
        return super().fold_binary(name, value)


_WIRE = _Wire(linesep='\r\n', cte_type='7bit')


def compose(mail: MailOut, sender: str = '') -> bytes:
    """The mail, the same bytes each time. ValueError when it cannot be one, as with an address that is none.

    `sender` takes the place of the name in MAIL_FROM.
    """
    message = EmailMessage(_WIRE)
    name, address = parseaddr(env().mail_from)
    message['From'] = Address(_line(sender or name), addr_spec=address)
    message['To'] = Address(_line(mail.to_name), addr_spec=mail.to_address)
    message['Subject'] = _line(mail.subject)
    message['Date'] = mail.created_at
    message['Message-ID'] = mail.message_id
    if mail.in_reply_to:
        message['In-Reply-To'] = mail.in_reply_to
        message['References'] = mail.references
    message['X-MesaViva-Loop'] = loop_mark()
    if mail.is_automated:
        answers = mail.template == Template.ACKNOWLEDGEMENT
        message['Auto-Submitted'] = 'auto-replied' if answers else 'auto-generated'
        for header, value in AUTOMATED.items():
            message[header] = value
    if mail.subscription_id:  # RFC 8058: one click in the mail program, without a look at our page
        message['List-Unsubscribe'] = f'<{link_to(Door.END, mail.subscription_id)}>'
        message['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click'
    message.set_content(mail.body, cte='quoted-printable')
    if mail.attached and (document := FOLDER / mail.attached).is_file():
        name = NAME.into(mail.language)
        message.add_attachment(document.read_bytes(), maintype='application', subtype='pdf', filename=name)
        message.set_boundary(sha256(mail.message_id.encode()).hexdigest())
    return message.as_bytes()


def _line(text: str) -> str:
    """`text` in one line: whatever somebody typed adds no header and no recipient."""
    return _CONTROL.sub(' ', text).strip()
