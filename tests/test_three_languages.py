"""Three languages: what is asked for is spoken, and mails are wholly in the language of who reads them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations, product

import pytest

from models import MailOut, Ticket, User
from models.db.transaction import transaction
from models.incident import Phase
from services import clock
from services.accounts import account_mail, preferences
from services.incidents import incident_links
from services.language import LANGUAGES, N_, known
from services.mail.mail_leads import LEAD
from services.mail.mail_text import MailSettings, Recipient, Template
from services.mail.mail_wording import carries_words
from services.mail.ticket_mail import Said, Voice, composed
from services.subscriptions import subscribing
from services.subscriptions.subscribing import Choice
from services.subscriptions.subscription_links import Door
from tests.support.incidents import component, fails, goes_on
from tests.support.subscribers import key_in
from tests.support.visitor import Visitor
from tests.support.world import World
from tests.test_mail_text import POLICIES, TICKET, lucia
from webui.formats import ago, clock_time, moment, month, size
from webui.i18n import Locale, ngettext, speak_as

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday, in Guayaquil


def alike(bodies: Mapping[str, str], said: tuple[str, ...] = ()) -> list[str]:
    """Paragraphs that read the same in two languages, but for links and what somebody has `said`."""
    parts = {language: body.strip().split('\n\n') for language, body in bodies.items()}
    assert len({len(paragraphs) for paragraphs in parts.values()}) == 1, bodies
    return [
        one
        for first, second in combinations(parts, 2)
        for one, other in zip(parts[first], parts[second], strict=True)
        if one == other and one not in said and not one.startswith('http')
    ]


@pytest.mark.parametrize(('template', 'policy'), list(product(map(Template, LEAD), POLICIES)))
@pytest.mark.parametrize('has_account', [True, False])
def test_mails_about_tickets_are_wholly_in_the_language_of_their_reader(
    template: Template, policy: str, has_account: bool
) -> None:
    settings = MailSettings(policy, fallback_mail='otra@mesa.example')
    ticket = Ticket(id=7, number='MV-10007', subject='No imprime', promised_at=NOON, first_response_due=NOON)
    ticket.requester_id = 1
    ticket.__dict__.update({name: TICKET.__dict__[name] for name in ('item', '_item', 'department', '_department')})
    follows = 'MV-10002' if template in (Template.MERGED, Template.SPLIT, Template.ACKNOWLEDGEMENT) else ''
    bodies = {}
    for language in LANGUAGES:
        guest = Recipient('jefe@x.example', None, link='http://desk.example/g/1', speaks=language)
        to = lucia(language) if has_account else guest
        said = Said('Marta Ruiz', 'Apágala.' if carries_words(template) else '', follows)
        bodies[language] = composed(template, ticket, to, Voice(settings), said)[1]
    assert alike(bodies, said=('Apágala.',)) == []


async def test_mails_about_accounts_are_in_the_language_of_their_reader(world: World) -> None:
    for language in LANGUAGES:
        await User.filter(id=world.lucia.user.id).update(language=language)
        user, link = await User.get(id=world.lucia.user.id), 'https://desk.example/x'
        async with transaction():
            await account_mail.confirm_address(user, link)
            await account_mail.already_known(user, link, link)
            await account_mail.invited(user, world.marta.user, 'Mesa Viva', link)
            for password in (None, 'x'):
                user.password_hash = password
                await account_mail.choose_password(user, link)
            await account_mail.approved(user, link)
            await account_mail.declined(user)
            for waits in (True, False):
                await account_mail.not_open(user, waits=waits)
            await account_mail.approval_asked(user, world.elena.user, link)
            await account_mail.confirm_change(user, 'nueva@mirador.example', link, '')
            await account_mail.changed(user, N_('Nobody yet'))
    assert await _alike() == []


async def test_mails_about_the_board_are_in_the_language_of_their_reader(world: World) -> None:
    mail = await component('correo', translations={'en': {'name': 'Mail'}, 'pt': {'name': 'E-mail'}})
    people = dict(zip(LANGUAGES, (world.lucia, world.ivan, world.elena), strict=True))
    for language, person in people.items():
        await preferences.choose_language(person.user, language)
        await subscribing.ask(f'{language}@fuera.example', Choice(), language, '192.0.2.1')
        asked = await MailOut.get(template='subscription', to_address=f'{language}@fuera.example')
        await subscribing.confirm(key_in(asked, Door.CONFIRM))
    said = {language: {'title': f'T {language}', 'body': f'B {language}'} for language in LANGUAGES}
    incident = await fails(world.marta.user, mail, translations=said)
    for person in people.values():
        await incident_links.join(await User.get(id=person.user.id), incident.id)
    soon = clock.now() + timedelta(minutes=30)
    for phase in (Phase.IDENTIFIED, Phase.MONITORING, Phase.RESOLVED):
        promised = None if phase == Phase.RESOLVED else soon
        await goes_on(world.marta.user, incident, phase, translations=said, next_update_at=promised)
    assert await MailOut.filter(template='board').count() >= 7 * len(LANGUAGES)
    assert await _alike() == []


async def _alike() -> list[str]:
    """Paragraphs of the outbox that read the same in two languages; the mails of each come in the same order."""
    mails = {language: await MailOut.filter(language=language).order_by('id') for language in LANGUAGES}
    assert len({tuple(mail.template for mail in some) for some in mails.values()}) == 1
    return [
        found
        for some in zip(*mails.values(), strict=True)
        for found in alike({mail.language: f'{mail.subject}\n\n{mail.body}' for mail in some})
    ]


@pytest.mark.rule('S3-9')
@pytest.mark.parametrize(
    ('language', 'told'),
    [
        ('es', 'Marta Ruiz escribió sobre el ticket'),
        ('en', 'Marta Ruiz has written about ticket'),
        ('pt', 'Marta Ruiz escreveu sobre o chamado'),
    ],
)
async def test_mails_go_in_the_language_that_was_chosen_last(world: World, language: str, told: str) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await preferences.choose_language(world.lucia.user, language)
    await world.marta.replies(ticket)
    mail = await MailOut.get(ticket_id=ticket.id, template='reply')
    assert told in mail.body
    assert mail.language == language


@pytest.mark.rule('S3-9')
@pytest.mark.parametrize(
    ('asked', 'spoken'),
    [
        ('pt-BR,pt;q=0.9,en;q=0.8', 'pt'),
        ('pt-PT', 'pt'),
        ('en-GB,en;q=0.9', 'en'),
        ('qu,fr;q=0.9,pt;q=0.8', 'pt'),
        ('fr-FR', 'es'),
        ('', 'es'),
        (',;q=,' * 5000, 'es'),
    ],
)
async def test_the_first_language_that_is_spoken_answers(visitor: Visitor, asked: str, spoken: str) -> None:
    answer = await visitor.get('/nowhere', headers={'Accept-Language': asked[:4000]})
    assert f'<html lang="{spoken}">' in answer.text


@pytest.mark.parametrize(
    ('language', 'shown'),
    [
        ('es', ['hoy, 11:02', 'hace 58 min', 'noviembre 2026', '1,5 MB', '12:00', '0 resultados', '1 resultado']),
        ('en', ['today, 11:02', '58 min ago', 'November 2026', '1.5 MB', '12:00', '0 results', '1 result']),
        ('pt', ['hoje, 11:02', 'há 58 min', 'novembro 2026', '1,5 MB', '12:00', '0 resultado', '1 resultado']),
    ],
)
def test_times_and_numbers_are_those_of_the_language(language: str, shown: list[str]) -> None:
    speak_as(Locale(language, 'America/Guayaquil', None))
    at = NOON - timedelta(minutes=58)
    with clock.freeze(NOON):
        told = [moment(at), ago(at), month(NOON.date()), size(1_500_000), clock_time(NOON)]
    told += [ngettext('%(n)d result', '%(n)d results', n) for n in (0, 1)]
    assert [text.replace('\u00a0', ' ') for text in told] == shown


def test_a_language_is_known_by_any_of_its_countries() -> None:
    assert [known(one) for one in ('pt-AO', 'PT', ' es-419 ', 'en_US', 'fr', None)] == [
        'pt',
        'pt',
        'es',
        None,
        None,
        None,
    ]
