"""Open tickets of a policy that is changed: which clocks follow, and that they do so in pieces."""

from models import BusinessCalendar, SlaVersion, Ticket
from services import clock, timers
from services.sla import sla_change, sla_open
from services.sla.reckoning import PIECE
from services.sla.sla_form import read_targets
from tests.support.promised import at, faster, opened, reread, typed
from tests.support.world import ROUND_THE_CLOCK, World


async def test_a_paused_or_done_ticket_is_not_late_by_a_changed_policy(world: World) -> None:
    asked, solved = await opened(world.lucia, at(23, 10)), await opened(world.lucia, at(23, 10))
    with clock.freeze(at(23, 10, 5)):
        await world.marta.asks(asked)
        await world.marta.resolves(solved)
    policy = await sla_change.save(world.admin.user, faster('5 min'), to_open=True)
    await timers.fire_due()
    assert (await reread(asked)).next_deadline_at is None
    assert (await reread(asked)).sla_version_id is not None
    assert (await reread(solved)).sla_version_id is None
    with clock.freeze(at(24, 10)):
        effect = await sla_open.effect(world.admin.user, policy.id, faster('6 min'))
    assert effect.late == 0


async def test_a_clock_that_has_ended_moves_neither_with_the_policy_nor_with_the_status(world: World) -> None:
    ticket = await opened(world.lucia, at(23, 10))
    with clock.freeze(at(23, 10, 40)):
        await world.marta.replies(ticket)
        await sla_change.save(world.admin.user, read_targets(typed(low__first_response='30 min')), to_open=True)
        await timers.fire_due()
    told = await reread(ticket)
    assert (told.sla_version_id is not None, told.first_response_due) == (True, at(23, 13))
    with clock.freeze(at(23, 10, 50)):
        await world.marta.resolves(ticket)
    measured = (await reread(ticket)).resolution_due
    await BusinessCalendar.all().update(weekly=ROUND_THE_CLOCK)
    with clock.freeze(at(23, 10, 55)):
        await world.lucia.confirms(ticket)
    closed = await reread(ticket)
    assert (closed.first_response_due, closed.resolution_due) == (at(23, 13), measured)


async def test_open_tickets_follow_a_policy_in_pieces_and_a_newer_version_stays(world: World) -> None:
    row = await opened(world.lucia, at(23, 10))
    for number in range(PIECE + 3):
        row.number, row.form_key = f'X-{number}', None
        await Ticket.create(**{name: getattr(row, name) for name in row._meta.db_fields if name != 'id'})
    with clock.freeze(at(23, 10, 5)):
        policy = await sla_change.save(world.admin.user, faster('2 h'), to_open=True)
        first = await SlaVersion.get(policy_id=policy.id)
        await sla_change.save(world.admin.user, faster('1 h'), started=first.id)
        newest = await SlaVersion.get(version=2)
        await Ticket.filter(id=row.id).update(sla_version_id=newest.id, first_response_due=at(23, 11))
        await timers.fire_due()
    assert (await reread(row)).sla_version_id == newest.id
    others = Ticket.exclude(id=row.id)
    assert set(await others.values_list('first_response_due', 'sla_version_id')) == {(at(23, 12), first.id)}
