"""Every event x every state x everybody: what the table allows works, everything else is refused with a word."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import pytest

from models import Entry, IncidentTicket, Ticket, User, Watcher
from models.entry import EntryKind
from models.incident import JoinedBy
from models.lifecycle import TABLE, Event, Status, events
from models.ticket import HoldReason
from models.user import UserRole
from services import bus, clock
from services.clock import now
from services.departments import cost_waiving
from services.escalation import escalating
from services.incidents import incident_links
from services.refusals import NotAllowed, NotFound, Refused
from services.tickets import (
    assignment,
    closing,
    contact_attempts,
    conversation,
    copies,
    holding,
    merging,
    prioritising,
    rating,
    refusing,
    remote_support,
    resolution,
    splitting,
)
from services.tickets.barred import COST, UNAPPROVED
from services.tickets.standing import allowed, standing
from tests.support.database import Database
from tests.support.incidents import fails
from tests.support.world import Person, World, make_world

Verb = Callable[[User, Ticket, World], Awaitable[object]]


async def _merge(actor: User, ticket: Ticket, world: World) -> None:
    other = await world.lucia.opens('Otra vez lo mismo')
    await merging.merge(actor, ticket, other)


async def _split(actor: User, ticket: Ticket, _world: World) -> None:
    said = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.MESSAGE).order_by('seq').first()
    assert said
    await splitting.split(actor, said, 'Otra cosa')


async def _assign(actor: User, ticket: Ticket, world: World) -> None:
    await assignment.assign(actor, ticket, world.diego.user.id)


async def _transfer(actor: User, ticket: Ticket, world: World) -> None:
    await assignment.transfer(actor, ticket, world.sales.id)


async def _uncopy(actor: User, ticket: Ticket, _world: World) -> None:
    watcher = await Watcher.get(ticket_id=ticket.id)
    await copies.remove_copy(actor, ticket, watcher.id)


async def _join(actor: User, ticket: Ticket, world: World) -> None:
    may_join = Event.JOIN_REMOTE in await allowed(ticket, actor)
    code = await remote_support.offer(world.marta.user, ticket) if may_join else '123456'
    await remote_support.join(actor, ticket, code)


async def _link(actor: User, ticket: Ticket, world: World) -> None:
    incident = await fails(world.marta.user)
    await incident_links.link(actor, ticket, incident.id)


async def _unlink(actor: User, ticket: Ticket, world: World) -> None:
    incident = await fails(world.marta.user)
    await IncidentTicket.create(incident=incident, ticket_id=ticket.id, joined_by=JoinedBy.AGENT, joined_at=now())
    await incident_links.unlink(actor, ticket, incident.id)


VERBS: Mapping[Event, Verb] = {
    Event.TAKE: lambda actor, ticket, _: assignment.take(actor, ticket),
    Event.ACKNOWLEDGE: lambda actor, ticket, _: conversation.acknowledge(actor, ticket),
    Event.ASSIGN: _assign,
    Event.TRANSFER: _transfer,
    Event.PRIORITISE: lambda actor, ticket, _: prioritising.prioritise(actor, ticket, 'stopped', 'company', 'Cierre.'),
    Event.REPLY: lambda actor, ticket, _: conversation.reply(actor, ticket, 'Lo reviso.'),
    Event.COMMENT: lambda actor, ticket, _: conversation.comment(actor, ticket, 'Sigue igual.'),
    Event.NOTE: lambda actor, ticket, _: conversation.note(actor, ticket, 'Solo para nosotros.'),
    Event.INVESTIGATE: lambda actor, ticket, _: conversation.investigate(actor, ticket, 'Reproducido.'),
    Event.ASK: lambda actor, ticket, _: conversation.ask(actor, ticket, '¿Desde cuándo?'),
    Event.CONTACT_ATTEMPT: lambda actor, ticket, _: contact_attempts.log_attempt(actor, ticket, 'phone', 'no_answer'),
    Event.HOLD: lambda actor, ticket, _: holding.hold(actor, ticket, HoldReason.THIRD_PARTY),
    Event.APPROVE: lambda actor, ticket, _: holding.approve(actor, ticket),
    Event.REJECT_CHANGE: lambda actor, ticket, _: holding.reject_change(actor, ticket, 'Demasiado riesgo.'),
    Event.RESUME: lambda actor, ticket, _: holding.resume(actor, ticket),
    Event.RESOLVE: lambda actor, ticket, _: resolution.resolve(actor, ticket, 'Se cambió el rodillo.'),
    Event.CONFIRM: lambda actor, ticket, _: resolution.confirm(actor, ticket),
    Event.REJECT_SOLUTION: lambda actor, ticket, _: resolution.reject_solution(actor, ticket, 'Sigue fallando.'),
    Event.RATE: lambda actor, ticket, _: rating.rate(actor, ticket, 5),
    Event.CLOSE_BY_REQUESTER: lambda actor, ticket, _: closing.close_by_requester(actor, ticket),
    Event.UNDO_CLOSE: lambda actor, ticket, _: closing.undo_close(actor, ticket),
    Event.CLOSE_INSUFFICIENT: lambda actor, ticket, _: refusing.close_insufficient(
        actor, ticket, ['Modelo'], 'Faltan datos.'
    ),
    Event.CLOSE_OUT_OF_SCOPE: lambda actor, ticket, _: refusing.close_out_of_scope(actor, ticket, 'No.', 'Allí.'),
    Event.SPLIT: _split,
    Event.MERGE: _merge,
    Event.UNMERGE: lambda actor, ticket, _: merging.unmerge(actor, ticket),
    Event.REOPEN: lambda actor, ticket, _: closing.reopen(actor, ticket, 'Volvió a pasar.'),
    Event.COPY: lambda actor, ticket, _: copies.add_copies(actor, ticket, 'jefe@mirador.example'),
    Event.UNCOPY: _uncopy,
    Event.OFFER_REMOTE: lambda actor, ticket, _: remote_support.offer(actor, ticket),
    Event.JOIN_REMOTE: _join,
    Event.LINK: _link,
    Event.UNLINK: _unlink,
    Event.END_REMOTE: lambda actor, ticket, _: remote_support.end(actor, ticket),
    Event.FOLLOW_UP: lambda actor, ticket, _: closing.follow_up(actor, ticket, 'Volvió a pasar.'),
    Event.ESCALATE: lambda actor, ticket, _: escalating.escalate(actor, ticket, 0, 'No se factura.', is_urgent=True),
    Event.WAIVE_COST: lambda actor, ticket, _: cost_waiving.waive(actor, ticket),
    Event.CHARGE_COST: lambda actor, ticket, _: cost_waiving.charge(actor, ticket, 'No fue fallo nuestro.'),
}
# The system acts by verbs without an actor; opening has no ticket yet.
SILENT = {Event.AUTO_CONFIRM, Event.SILENCE_TIMEOUT, Event.SILENCE_RESOLVE, Event.REMIND}
ELSEWHERE = {Event.CREATE} | SILENT
BACK = {Event.UNDO_CLOSE}  # to what it was
# What state and role allow may still depend on who did what before.
MORE_CONDITIONS = (
    {Event.TAKE, Event.UNDO_CLOSE, Event.UNMERGE, Event.REOPEN, Event.FOLLOW_UP, Event.RATE} | UNAPPROVED | COST
)
WAIVED = {Status.OPEN, Status.WAITING_CUSTOMER}  # in these the cost that was accepted is waived, in others it holds


async def _in_state(status: Status) -> tuple[World, Mapping[str, Person], Ticket]:
    world = await make_world()
    reader = await User.create(
        email='rosa@mesa.example', full_name='Rosa', role=UserRole.AGENT, verified_at=now(), created_at=now()
    )
    ticket = await world.lucia.opens('No imprime')
    account = world.pablo.user
    await Watcher.create(ticket_id=ticket.id, email=account.email, user_id=account.id, created_at=now())
    match status:
        case Status.OPEN:
            await world.marta.replies(ticket)
        case Status.WAITING_CUSTOMER:
            await world.marta.asks(ticket)
        case Status.WAITING_INTERNAL:
            await world.marta.replies(ticket)
            await world.marta.holds(ticket, HoldReason.APPROVAL)
        case Status.RESOLVED:
            await world.marta.resolves(ticket)
        case Status.CLOSED:
            await world.lucia.closes(ticket)
    waived_at = now() if status in WAIVED else None
    await Ticket.filter(id=ticket.id).update(cost_accepted_at=now(), cost_waived_at=waived_at)
    everybody = {
        'requester': world.lucia,
        'colleague': world.ivan,
        'in copy': world.pablo,
        'agent': world.diego,
        'lead': world.ana,
        'admin': world.admin,
        'stranger': world.elena,
        'reader': Person(reader),
    }
    return world, everybody, await Ticket.get(id=ticket.id).select_related('item', 'requester')


def test_every_event_has_its_verb() -> None:
    assert VERBS.keys() | ELSEWHERE == set(Event)


@pytest.mark.parametrize('database', ['sqlite'], indirect=True)
@pytest.mark.parametrize('status', Status)
async def test_what_the_table_allows_works_and_nothing_else(db: Database, status: Status) -> None:
    start = partial(_in_state, status)
    with clock.freeze(now()):
        world, everybody, ticket = await db.once(start)
        for name, person in everybody.items():
            roles = await standing(person.user, ticket)
            buttons = await allowed(ticket, person.user)
            assert buttons <= events(status, roles), name
            assert events(status, roles) - buttons <= MORE_CONDITIONS, name
            for event, verb in VERBS.items():
                case = f'{event} of a {status} ticket by the {name}'
                is_own = event != Event.UNDO_CLOSE or person is world.lucia  # who closed it takes it back
                if event in buttons and is_own:
                    await verb(person.user, ticket, world)
                    after = (await Ticket.get(id=ticket.id)).status
                    assert after == TABLE[event].moves[status] or event in BACK, case
                    await db.empty()
                    bus.publish_everything()
                    *_, ticket = await db.once(start)
                else:
                    with pytest.raises((NotAllowed, NotFound)) as refusal:
                        await verb(person.user, ticket, world)
                    assert isinstance(refusal.value, Refused), case
                    assert (await Ticket.get(id=ticket.id)).last_seq == ticket.last_seq, case
