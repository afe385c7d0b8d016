"""The words of the mails."""

from datetime import UTC, datetime
from itertools import product

import pytest

from models import CatalogItem, Department, Ticket, User
from services.language import LANGUAGES
from services.mail.mail_leads import LEAD
from services.mail.mail_text import MailSettings, Recipient, Template
from services.mail.ticket_mail import Said, Voice, composed

POLICIES = ('accept', 'prefer_portal', 'portal_only')
ABOUT_TICKETS = [Template(name) for name in LEAD]
TICKET = Ticket(
    id=7,
    number='MV-10007',
    subject='{{7*7}} %(number)s {0} 100 %',
    first_response_due=datetime(2026, 11, 23, 16, 0, tzinfo=UTC),
)
TICKET.requester_id = 1
ITEM, NETWORKS = CatalogItem(id=3, slug='printer'), Department(name='Redes')
TICKET.__dict__.update(
    item=ITEM, _item=ITEM, department=NETWORKS, _department=NETWORKS
)  # models know of each other only where there is a database


def lucia(language: str = 'es', **values: object) -> Recipient:
    person = {'id': 1, 'email': 'lucia@mirador.example', 'full_name': 'Lucía Herrera', 'time_zone': 'America/Bogota'}
    user = User(**(person | {'language': language} | values))
    return Recipient(user.email, user)


def body(
    template: Template, to: Recipient | None = None, policy: str = 'prefer_portal', words: str = 'Apágala.'
) -> str:
    into = TICKET.number if template == Template.MERGED else ''
    said = Said('Marta Ruiz', words, into)
    return composed(template, TICKET, to or lucia(), Voice(MailSettings(policy)), said)[1]


@pytest.mark.rule('S3-18')
@pytest.mark.parametrize(('template', 'policy', 'language'), list(product(ABOUT_TICKETS, POLICIES, LANGUAGES)))
def test_the_last_line_is_the_address_of_the_ticket(template: Template, policy: str, language: str) -> None:
    last = body(template, lucia(language), policy).splitlines()[-1]
    assert last.removesuffix('?tab=conversation') == 'http://127.0.0.1:8080/tickets/MV-10007'


@pytest.mark.rule('S0-14')
def test_a_question_leads_to_its_answer_box() -> None:
    assert body(Template.QUESTION).splitlines()[-1] == 'http://127.0.0.1:8080/tickets/MV-10007?tab=conversation'


@pytest.mark.rule('S0-13', '1.6-a')
@pytest.mark.parametrize('template', ABOUT_TICKETS)
def test_a_desk_that_takes_no_mail_says_so_in_each(template: Template) -> None:
    text = body(template, policy='portal_only')
    assert 'No contestes a este correo electrónico' in text
    assert 'por encima de esta línea' not in text


@pytest.mark.rule('S3-19', '1.6-a')
@pytest.mark.parametrize('template', ABOUT_TICKETS)
def test_people_are_asked_to_answer_in_the_help_desk(template: Template) -> None:
    text = body(template)
    assert 'responde en la mesa de servicio en lugar de contestar a este correo' in text
    assert 'por encima de esta línea' in text.splitlines()[0]


def test_where_mail_is_welcome_it_says_so() -> None:
    assert 'Puedes contestar a este correo' in body(Template.REPLY, policy='accept')


def test_words_and_subject_stand_as_they_were_written() -> None:
    words = 'Apágala {0} %s %(x)s {{7*7}} ${7*7}\n  y enciéndela.'
    text = body(Template.REPLY, words=words)
    assert words in text
    assert TICKET.subject in text
    assert 'Marta Ruiz' in text


def test_everybody_reads_his_own_language_and_his_own_time() -> None:
    assert 'Hello Lucía,' in body(Template.ACKNOWLEDGEMENT, lucia('en'))
    assert 'Hola, Lucía:' in body(Template.ACKNOWLEDGEMENT, lucia('es'))
    assert 'Hola, Lucía:' in body(Template.ACKNOWLEDGEMENT, lucia(''))
    assert 'lunes, 23 de noviembre de 2026, 11:00 (hora estándar de Colombia)' in body(Template.ACKNOWLEDGEMENT)
    told = '17:00 (hora estándar de Europa central)'
    assert f'lunes, 23 de noviembre de 2026, {told}' in body(Template.ACKNOWLEDGEMENT, lucia(time_zone='Europe/Madrid'))


def test_a_mailbox_of_a_department_and_an_address_without_account_are_greeted() -> None:
    reception = lucia(full_name='Recepción Mirador', is_group=True)
    assert 'Hola, Recepción Mirador:' in body(Template.REPLY, reception)
    assert 'Hola:' in body(Template.REPLY, Recipient('jefe@x.example', None))


def test_only_the_requester_is_asked_whether_it_is_solved() -> None:
    assert 'dinos si quedó resuelto' in body(Template.SOLUTION)
    assert 'dinos si quedó resuelto' not in body(Template.SOLUTION, lucia(id=2))


@pytest.mark.rule('S2-5')
def test_who_gets_no_answer_reads_where_else_to_write() -> None:
    said = MailSettings(fallback_mail='mesa@otra.example')
    _subject, text = composed(Template.ACKNOWLEDGEMENT, TICKET, lucia(), Voice(said), Said())
    assert 'Si no te llega respuesta nuestra, escribe a mesa@otra.example.' in text
    assert 'Si no te llega respuesta' not in body(Template.ACKNOWLEDGEMENT)
