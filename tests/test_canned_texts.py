"""Canned texts and macros: what the blanks become, who is offered what, and both or nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from models import AuditLog, CannedText, Entry, Ticket
from models.entry import EntryKind
from models.lifecycle import Status
from models.ticket import HoldReason
from services import clock
from services.desk import canned_shelf, canned_texts
from services.env import env
from services.refusals import Arrived, Invalid, NotAllowed, NotFound, Overtaken
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 10:00 in Guayaquil


async def text(**values: Any) -> CannedText:
    return await CannedText.create(**({'title': 'Texto', 'body': 'Hola, {requester}.'} | values))


async def test_blanks_are_filled_for_the_ticket(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await world.lucia.opens('La impresora {number}')
        written = await canned_texts.render(
            '{requester}|{full_name}|{company}|{number}|{subject}|{department}|{due}|{link}|{agent}|{desk}',
            ticket,
            world.marta.user,
        )
    assert written.split('|') == [
        'Lucía',
        'Lucía Herrera',
        'Hotel Mirador',
        ticket.number,
        'La impresora {number}',  # what a customer wrote is not filled
        'Sistemas',
        'lunes 30 de noviembre, 10:30 (hora de Ecuador)',
        f'{env().base_url}/tickets/{ticket.number}',
        'Marta Ruiz',
        'Mesa Viva',
    ]


async def test_what_nothing_fills_stays_and_is_named(world: World) -> None:
    ticket = await world.lucia.opens('Impresora')
    await world.marta.asks(ticket)  # its clock stands: nothing is due
    ticket = await Ticket.get(id=ticket.id)
    written = await canned_texts.render('{requester}, el {fecha} o {due}: {fecha} {} { no }', ticket, world.marta.user)
    assert written == 'Lucía, el {fecha} o {due}: {fecha} {} { no }'
    assert canned_texts.left_over(written) == ['{fecha}', '{due}']


async def test_offered_is_what_fits_department_and_language(world: World) -> None:
    ticket = await world.lucia.opens('Impresora')
    await text(title='c', position=3)
    await text(title='a', position=1, language='es')
    await text(title='b', position=2, department=world.systems)
    await text(title='no', language='en')
    await text(title='nor this', department=world.sales)
    offered = await canned_texts.for_ticket(world.marta.user, ticket)
    assert [(one.title, one.text) for one in offered] == [(title, 'Hola, Lucía.') for title in 'abc']
    with pytest.raises(NotAllowed):
        await canned_texts.for_ticket(world.lucia.user, ticket)


@pytest.mark.parametrize(
    ('then', 'status', 'kind'),
    [
        ('ask', Status.WAITING_CUSTOMER, EntryKind.QUESTION),
        ('resolve', Status.RESOLVED, EntryKind.SOLUTION),
        ('hold', Status.WAITING_INTERNAL, EntryKind.MESSAGE),
        ('take', Status.OPEN, EntryKind.MESSAGE),
    ],
)
async def test_a_macro_sends_its_text_and_does_the_rest(
    world: World, then: str, status: Status, kind: EntryKind
) -> None:
    ticket = await world.lucia.opens('Impresora')
    macro = await text(then=then)
    await canned_texts.run(world.marta.user, ticket, macro.id, 'Hola, Lucía.')
    after = await Ticket.get(id=ticket.id)
    assert after.status == status
    [said] = await Entry.filter(ticket_id=ticket.id, body='Hola, Lucía.')
    assert said.kind == kind
    assert (after.hold_reason == HoldReason.THIRD_PARTY) == (then == 'hold')
    assert (after.assignee_id == world.marta.user.id) == (then in ('take', 'resolve'))


async def test_a_macro_that_is_refused_has_sent_nothing(world: World) -> None:
    ticket = await world.lucia.opens('Impresora')
    await world.diego.takes(ticket)
    macro, plain = await text(then='take'), await text()
    lines = (await Ticket.get(id=ticket.id)).last_seq
    with pytest.raises(NotAllowed) as refused:
        await canned_texts.run(world.marta.user, ticket, macro.id, 'Me encargo yo.')
    assert 'Diego Paz' in refused.value.text.into('es')
    with pytest.raises(Invalid) as left:
        await canned_texts.run(world.diego.user, ticket, macro.id, 'Voy el {fecha}.')
    assert '{fecha}' in left.value.problems['text'].into('es')
    with pytest.raises(Invalid):
        await canned_texts.run(world.diego.user, ticket, macro.id, '  ')
    with pytest.raises(NotFound):
        await canned_texts.run(world.diego.user, ticket, plain.id, 'Hola.')
    with pytest.raises(NotFound):
        await canned_texts.run(world.pablo.user, ticket, macro.id, 'Hola.')
    assert (await Ticket.get(id=ticket.id)).last_seq == lines


async def test_the_people_of_the_desk_keep_the_texts(world: World) -> None:
    values = {'title': ' Saludo ', 'body': 'Hola.', 'department': str(world.sales.id), 'language': 'es', 'then': 'ask'}
    await canned_shelf.save(world.marta.user, values)
    [saved] = await canned_shelf.all_texts(world.diego.user)
    assert (saved.title, saved.department_id, saved.then) == ('Saludo', world.sales.id, 'ask')
    await canned_shelf.save(world.diego.user, values | {'department': '', 'then': ''}, saved)
    with pytest.raises(Overtaken):
        await canned_shelf.save(world.marta.user, values, saved)
    [changed] = await canned_shelf.all_texts(world.marta.user)
    assert (changed.id, changed.department_id, changed.then) == (saved.id, None, '')
    await canned_shelf.delete(world.diego.user, saved.id)
    assert await canned_shelf.all_texts(world.marta.user) == []
    log = await AuditLog.all().order_by('id').values_list('actor_id', 'action')
    marta, diego = world.marta.user.id, world.diego.user.id
    assert log == [(marta, 'canned_text_saved'), (diego, 'canned_text_saved'), (diego, 'canned_text_deleted')]


async def test_a_text_with_problems_is_not_kept(world: World) -> None:
    wrong = {'title': '', 'body': ' ', 'department': '999', 'language': 'xx', 'then': 'close'}
    for nowhere in ('9' * 30, '9' * 5000, '²'):
        with pytest.raises(Invalid):
            await canned_shelf.save(world.marta.user, {'title': 'Saludo', 'body': 'Hola.', 'department': nowhere})
    with pytest.raises(Invalid) as invalid:
        await canned_shelf.save(world.marta.user, wrong)
    assert set(invalid.value.problems) == set(wrong)
    for attempt in (
        canned_shelf.save(world.lucia.user, {'title': 'a', 'body': 'b'}),
        canned_shelf.delete(world.lucia.user, 1),
        canned_shelf.all_texts(world.lucia.user),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    with pytest.raises(NotFound):
        await canned_shelf.save(world.marta.user, {'title': 'a', 'body': 'b'}, CannedText(id=99))
    assert not await CannedText.exists()


@pytest.mark.parametrize('then', ['ask', 'resolve', 'hold', 'take'])
async def test_a_macro_does_not_go_over_a_message_that_came_meanwhile(world: World, then: str) -> None:
    ticket = await world.lucia.opens('Impresora')
    seen, macro = (await Ticket.get(id=ticket.id)).last_seq, await text(then=then)
    await world.lucia.comments(ticket, 'Espera, hay algo más.')
    before = await Ticket.get(id=ticket.id)
    with pytest.raises(Arrived):
        await canned_texts.run(world.marta.user, ticket, macro.id, 'Hola, Lucía.', seen)
    after = await Ticket.get(id=ticket.id)
    assert (after.status, after.last_seq) == (before.status, before.last_seq)
    await canned_texts.run(world.marta.user, ticket, macro.id, 'Hola, Lucía.', after.last_seq)
