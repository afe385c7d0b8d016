"""What a ticket is opened with: the questions of its type, the profile, a document, an urgent word."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from models import AuditLog, CatalogItem, Entry, Ticket, User
from models.catalog_item import TicketKind
from models.priority import Impact, Priority, Urgency
from models.ticket import Channel
from services import clock, env
from services.catalog import catalog, questions
from services.refusals import Invalid, NotAllowed, NotFound
from services.tickets import attachments, ticket_view
from services.tickets.tickets import NewTicket, open_ticket
from tests.support.world import Person, World
from webui.i18n import Locale, speak_as
from webui.tickets.question_fields import given_in

POWER = {'key': 'power', 'label': '¿Hay energía?', 'type': 'radio', 'required': True, 'options': ['Sí', 'No', 'No sé']}
RESTARTED = {
    'key': 'restarted',
    'label': '¿Lo reiniciaste?',
    'type': 'radio',
    'required': True,
    'options': ['Sí', 'No'],
}
SINCE = {'key': 'since', 'label': '¿Desde cuándo?', 'type': 'datetime', 'past': True, 'required': True}
PHONE = {'key': 'phone', 'label': 'Teléfono', 'type': 'phone', 'required': True, 'prefill': 'phone'}
COMPANY = {'key': 'company', 'label': 'Empresa', 'type': 'text', 'required': True, 'prefill': 'company'}
DOCUMENT = {'key': 'document', 'label': 'Formulario', 'type': 'document', 'required': True}
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # 10:00 in Guayaquil


async def asks(*form: dict[str, Any], slug: str = 'printer', **more: Any) -> None:
    await CatalogItem.filter(slug=slug).update(form=list(form), **more)


async def opens(person: Person, answers: dict[str, Any], subject: str = 'No imprime', **more: Any) -> Ticket:
    common = {'urgency': Urgency.DEGRADED, 'impact': Impact.AREA, 'form_key': str(uuid4())}
    return await open_ticket(
        person.user, NewTicket('printer', subject, 'Sale en blanco.', answers=answers, **(common | more))
    )


async def wrong(person: Person, answers: dict[str, Any], **more: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        await opens(person, answers, **more)
    return {name.removeprefix('answer.') for name in refused.value.problems}


@pytest.mark.rule('S2-8')  # as far as it is not about mail
async def test_fifty_at_once_hold_who_what_and_when_under_numbers_of_their_own(world: World) -> None:
    with clock.freeze(FRIDAY):
        tickets = await asyncio.gather(*(opens(world.lucia, {}, f'Fallo {n}') for n in range(50)))
    assert len({ticket.number for ticket in tickets}) == len(tickets)
    for ticket in tickets:
        first = await Entry.get(ticket_id=ticket.id, seq=1).select_related('author')
        assert first.author
        assert (first.author.full_name, first.body, first.received_at) == ('Lucía Herrera', 'Sale en blanco.', FRIDAY)


@pytest.mark.rule('S0-29', 'S1-7', 'S1-8')
async def test_required_questions_block_and_no_is_an_answer(world: World) -> None:
    await asks(POWER, RESTARTED)
    assert await wrong(world.lucia, {}) == {'power', 'restarted'}
    assert await wrong(world.lucia, {'power': 'Tal vez', 'restarted': ['No']}) == {'power', 'restarted'}
    assert (await opens(world.lucia, {'power': 'No', 'restarted': 'No'})).form == {'power': 'No', 'restarted': 'No'}


async def test_what_is_not_asked_is_neither_required_nor_stored(world: World) -> None:
    shown = {**RESTARTED, 'show_if': {'power': ['Sí']}}
    after = {'key': 'how', 'label': '¿Cómo?', 'type': 'text', 'required': True, 'show_if': {'restarted': ['Sí']}}
    await asks(POWER, shown, after)
    kept = await opens(world.lucia, {'power': 'No', 'restarted': 'Sí', 'how': 'Con el botón', 'made-up': 'x'})
    assert kept.form == {'power': 'No'}
    assert await wrong(world.lucia, {'power': 'Sí', 'restarted': 'Sí'}) == {'how'}


@pytest.mark.rule('S1-6')
async def test_it_did_not_begin_in_the_future(world: World) -> None:
    await asks(SINCE)
    with clock.freeze(FRIDAY):
        for instant in ((FRIDAY + timedelta(hours=1)).isoformat(), '2026-11-20T09:00', 'ayer', '9' * 30):
            assert await wrong(world.lucia, {'since': instant}) == {'since'}
        began = (FRIDAY - timedelta(days=2)).isoformat()
        assert (await opens(world.lucia, {'since': began})).form == {'since': began}


@pytest.mark.rule('S1-3', 'S1-5', 'S4-18')
async def test_the_profile_answers_what_is_not_typed(world: World) -> None:
    await asks(COMPANY, PHONE)
    await User.filter(id=world.lucia.user.id).update(phone='+57 (6) 3134484')
    assert (await opens(world.lucia, {})).form == {'company': 'Hotel Mirador', 'phone': '+57 (6) 3134484'}
    assert await wrong(world.lucia, {'phone': '', 'company': ' '}) == {'phone', 'company'}
    assert await wrong(world.ivan, {}) == {'phone'}
    assert await wrong(world.ivan, {'phone': 'mañana'}) == {'phone'}
    caller = await opens(world.ivan, {'phone': '04 371 0215'})
    view = await ticket_view.view(world.marta.user, caller.number)
    assert [(one['key'], answer) for one, answer in questions.told(view.ticket, view.questions)] == [
        ('phone', '04 371 0215')  # the company is what the profile says
    ]


@pytest.mark.rule('S4-7')
async def test_on_the_telephone_two_fields_are_enough(world: World) -> None:
    await asks(PHONE, POWER, DOCUMENT)
    ticket = await opens(world.ivan, {}, channel=Channel.PHONE)
    assert ticket.form == {'phone': '', 'power': '', 'document': ''}


@pytest.mark.parametrize(
    ('address', 'is_generic'),
    [('info@ondu.example', True), ('Soporte@ondu.example', True), ('lucia@ondu.example', False), ('infor@x.ec', False)],
)
def test_a_mailbox_of_nobody_in_particular(address: str, is_generic: bool) -> None:
    assert questions.is_generic_mailbox(address) is is_generic


@pytest.mark.rule('S0-30', 'S0-31')
async def test_a_document_has_to_be_there_and_stays_marked(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('MESA_DATA_DIR', str(tmp_path))
    env.env.cache_clear()
    await asks(DOCUMENT)

    async def content() -> AsyncIterator[bytes]:
        yield b'firmado'

    key = str(uuid4())
    await attachments.store(world.lucia.user, key, 'foto.png', content())
    assert await wrong(world.lucia, {'document': 'foto.png'}, form_key=key) == {'document'}
    await attachments.store(world.lucia.user, attachments.document_key(key, 'document'), 'alta.docx', content())
    ticket = await opens(world.lucia, {}, form_key=key)
    assert ticket.form == {'document': 'alta.docx'}
    line = (await ticket_view.view(world.marta.user, ticket.number)).lines[0]
    assert [file.name for file in line.attachments] == ['foto.png', 'alta.docx']
    assert (await opens(world.lucia, {}, form_key=key)).id == ticket.id
    env.env.cache_clear()


@pytest.mark.rule('S4-19')
@pytest.mark.parametrize(
    ('subject', 'critical', 'immediate', 'level'),
    [
        ('URGENTE: no imprime', '', '', Priority.MEDIUM),
        ('Es urgénte', 'no', 'yes', Priority.MEDIUM),
        ('Urgente', 'cannot_invoice', 'no', Priority.MEDIUM),
        ('Urgente', 'made-up', 'yes', Priority.MEDIUM),
        ('No imprime', 'stopped', 'yes', Priority.MEDIUM),
        ('ÚRGENTE: no imprime', 'cannot_invoice', 'yes', Priority.HIGH),
        ('muy urgente', 'stopped', 'yes', Priority.HIGH),
        ('Urgent: cannot print', 'stopped', 'yes', Priority.HIGH),
    ],
)
async def test_the_word_alone_raises_nothing(
    world: World, subject: str, critical: str, immediate: str, level: Priority
) -> None:
    ticket = await opens(world.lucia, {}, subject, critical=critical, immediate=immediate)
    assert (ticket.priority, ticket.subject) == (level, subject)


@pytest.mark.rule('S1-10')
async def test_a_change_is_promised_in_working_hours(world: World) -> None:
    await asks(kind=TicketKind.CHANGE, handling_hours=12)
    with clock.freeze(FRIDAY):
        ticket = await opens(world.lucia, {})
    promised = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)  # 8½ h until 18:30, then 3½ h from Monday 9:00
    assert (ticket.promised_at, ticket.resolution_due) == (promised, promised)


@pytest.mark.rule('S0-29')
async def test_a_ticket_keeps_the_questions_that_it_was_filled_with(world: World) -> None:
    old = await world.lucia.opens('No imprime', item='application', answers={'module': 'Caja'})
    item = await catalog.item('application')
    for person in (world.marta, world.ana, world.lucia):
        with pytest.raises(NotAllowed):
            await catalog.change_questions(person.user, item, [POWER])
    await catalog.change_questions(world.admin.user, item, [POWER])
    late: dict[str, Any] = {
        'version': item.form_version,
        'answers': {'module': 'Reportes'},
    }  # its page was open already
    also_old = await world.lucia.opens('Otra', item='application', **late)
    new = await world.lucia.opens('No imprime', item='application', answers={'power': 'Sí'})
    for ticket, version, label in ((old, 1, 'Módulo'), (also_old, 1, 'Módulo'), (new, 2, '¿Hay energía?')):
        view = await ticket_view.view(world.lucia.user, ticket.number)
        assert (ticket.form_version, [one['label'] for one in view.questions]) == (version, [label])
    logged = await AuditLog.get(action='questions_changed')
    assert (logged.subject, logged.after['version']) == ('application', 2)


@pytest.mark.parametrize(
    'form',
    [
        'text',
        [5],
        [{'key': 'a', 'label': '', 'type': 'text'}],
        [{'key': 'a', 'label': 'A', 'type': 'magic'}],
        [{'key': 'A b', 'label': 'A', 'type': 'text'}],
        [{'key': 'a', 'label': 'A', 'type': 'select'}],
        [{'key': 'a', 'label': 'A', 'type': 'text'}] * 2,
        [{'key': 'a', 'label': 'A', 'type': 'text', 'show_if': {'later': ['x']}}],
    ],
)
async def test_questions_that_cannot_be_asked_are_refused(world: World, form: Any) -> None:
    item = await catalog.item('printer')
    with pytest.raises(Invalid):
        await catalog.change_questions(world.admin.user, item, form)
    assert (await CatalogItem.get(id=item.id)).form_version == 1


@pytest.mark.rule('S4-2')
async def test_what_is_somebody_elses_opens_no_ticket(world: World) -> None:
    await asks(kind=TicketKind.REDIRECT, redirect_reason='No es nuestro.', redirect_to='Comercial')
    assert [tile.slug for tile in (await catalog.home('es')).elsewhere] == ['printer']
    with pytest.raises(NotFound):
        await opens(world.lucia, {})


async def test_an_answer_to_what_is_a_question_of_time_by_now_is_asked_again() -> None:
    speak_as(Locale('es', 'America/Guayaquil', None))
    asked = [SINCE, {**SINCE, 'key': 'until'}]
    assert given_in(asked, {'since': 'desde ayer', 'until': FRIDAY.isoformat()}) == {
        'since': '',
        'until': '2026-11-20T10:00',
    }
