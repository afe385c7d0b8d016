"""How a ticket ends and comes back, on both databases."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from models import Entry, MailOut, Ticket
from models.entry import EntryKind
from models.lifecycle import CloseReason, Event, Status
from services import clock
from services.refusals import Invalid, NotAllowed, NotFound
from services.settings import Closing, save
from services.tickets import closing
from tests.support.world import Person, World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def now_of(ticket: Ticket) -> tuple[Status, CloseReason | None]:
    found = await Ticket.get(id=ticket.id)
    return found.status, found.close_reason


async def solved(world: World) -> Ticket:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.resolves(ticket)
    return ticket


async def asked(world: World) -> Ticket:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.asks(ticket)
    return ticket


async def mails(ticket: Ticket, template: str) -> list[MailOut]:
    return await MailOut.filter(ticket_id=ticket.id, template=template).order_by('id')


@pytest.mark.rule('S3-22')
@pytest.mark.parametrize('before', [Status.NEW, Status.OPEN, Status.WAITING_CUSTOMER, Status.RESOLVED])
async def test_the_requester_closes_and_takes_it_back_for_a_few_seconds(world: World, before: Status) -> None:
    with clock.freeze(MONDAY):
        ticket = await world.lucia.opens('La impresora no imprime')
        steps: dict[Status, Callable[[Ticket], object]] = {
            Status.OPEN: world.marta.takes,
            Status.WAITING_CUSTOMER: world.marta.asks,
            Status.RESOLVED: world.marta.resolves,
        }
        if before in steps:
            await steps[before](ticket)  # type: ignore[misc]
        was = await Ticket.get(id=ticket.id)
    with clock.freeze(MONDAY + timedelta(hours=1)):
        await world.lucia.closes(ticket, 'Ya imprime.')
        assert await now_of(ticket) == (Status.CLOSED, CloseReason.BY_REQUESTER)
        said = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.MESSAGE).order_by('-seq').first()
        assert said is not None
        assert said.body == 'Ya imprime.'
    with clock.freeze(MONDAY + timedelta(hours=1, seconds=9)):
        for other in (world.ivan, world.marta):
            with pytest.raises(NotAllowed):
                await other.undoes_closing(ticket)
        await world.lucia.undoes_closing(ticket)
    now = await Ticket.get(id=ticket.id)
    assert (now.status, now.close_reason, now.closed_at) == (before, None, None)
    assert now.resolved_at == was.resolved_at


@pytest.mark.rule('S3-22')
async def test_a_closing_cannot_be_undone_later_and_no_other_closing_at_all(world: World) -> None:
    with clock.freeze(MONDAY):
        by_lucia, confirmed = await world.lucia.opens('La impresora'), await solved(world)
        await world.lucia.closes(by_lucia)
        await world.lucia.confirms(confirmed)
        with pytest.raises(NotAllowed):
            await world.lucia.undoes_closing(confirmed)
    with clock.freeze(MONDAY + timedelta(seconds=11)), pytest.raises(NotAllowed):
        await world.lucia.undoes_closing(by_lucia)


@pytest.mark.rule('S2-14')
async def test_a_solution_ends_confirmed_by_the_customer_or_by_the_desk_itself(world: World) -> None:
    by_customer, by_desk = await solved(world), await solved(world)
    await world.lucia.confirms(by_customer)
    await closing.auto_confirm(by_desk)
    assert await now_of(by_customer) == (Status.CLOSED, CloseReason.CONFIRMED)
    assert await now_of(by_desk) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)


@pytest.mark.rule('S0-28')
async def test_silence_closes_a_question_with_one_mail_that_invites_to_a_new_ticket(world: World) -> None:
    ticket = await asked(world)
    await closing.silence_timeout(ticket)
    assert await now_of(ticket) == (Status.CLOSED, CloseReason.NO_CONTACT)
    with pytest.raises(NotAllowed):
        await closing.silence_timeout(ticket)
    [mail] = await mails(ticket, 'no_contact')
    assert (mail.to_address, mail.is_automated) == ('lucia@mirador.example', True)
    assert 'crea un ticket nuevo' in mail.body
    assert mail.body.rstrip().endswith(f'/tickets/{ticket.number}')
    last = await Entry.filter(ticket_id=ticket.id).order_by('-seq').first()
    assert last is not None
    assert (last.author_id, last.is_automated, last.data['reason']) == (None, True, 'no_contact')


async def test_the_desk_itself_does_nothing_with_a_ticket_in_another_state(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    for verb in (closing.auto_confirm, closing.silence_timeout):
        with pytest.raises(NotAllowed):
            await verb(ticket)
    assert await now_of(ticket) == (Status.NEW, None)


async def test_two_confirmations_at_once_are_one(world: World) -> None:
    ticket = await solved(world)
    results = await asyncio.gather(
        world.lucia.confirms(ticket), world.ivan.confirms(ticket), closing.auto_confirm(ticket), return_exceptions=True
    )
    assert sum(isinstance(result, NotAllowed) for result in results) == 2
    statuses = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('seq')
    assert [entry.data['new'] for entry in statuses] == ['resolved', 'closed']


async def closed_for(world: World, reason: CloseReason) -> Ticket:
    if reason in (CloseReason.CONFIRMED, CloseReason.AUTO_CONFIRMED):
        ticket = await solved(world)
        await (world.lucia.confirms(ticket) if reason == CloseReason.CONFIRMED else closing.auto_confirm(ticket))
    elif reason == CloseReason.NO_CONTACT:
        ticket = await asked(world)
        await closing.silence_timeout(ticket)
    else:
        ticket = await world.lucia.opens('La impresora no imprime')
        await world.lucia.closes(ticket)
    return ticket


@pytest.mark.rule('S2-15')
@pytest.mark.parametrize('reason', [CloseReason.CONFIRMED, CloseReason.AUTO_CONFIRMED, CloseReason.BY_REQUESTER])
async def test_inside_its_window_a_ticket_is_reopened_and_the_customer_told(world: World, reason: CloseReason) -> None:
    with clock.freeze(MONDAY):
        ticket = await closed_for(world, reason)
    with clock.freeze(MONDAY + 7 * DAY):
        assert (await world.lucia.comes_back(ticket, 'Otra vez igual.')).id == ticket.id
    assert await now_of(ticket) == (Status.OPEN, None)
    [mail] = await mails(ticket, 'reopened')
    assert mail.to_address == 'lucia@mirador.example'
    assert 'ha reabierto' in mail.body
    assert 'Otra vez igual.' in mail.body


@pytest.mark.rule('S2-15')
@pytest.mark.parametrize(
    ('reason', 'after'),
    [(CloseReason.CONFIRMED, 7 * DAY + timedelta(seconds=1)), (CloseReason.NO_CONTACT, timedelta())],
)
async def test_outside_it_goes_on_in_a_linked_ticket_and_the_customer_is_told(
    world: World, reason: CloseReason, after: timedelta
) -> None:
    with clock.freeze(MONDAY):
        ticket = await closed_for(world, reason)
    with clock.freeze(MONDAY + after):
        with pytest.raises(NotAllowed):
            await world.lucia.reopens(ticket)
        new = await world.lucia.comes_back(ticket, 'Otra vez igual.')
    assert await now_of(ticket) == (Status.CLOSED, reason)
    assert (new.parent_id, new.status, new.subject) == (ticket.id, Status.NEW, ticket.subject)
    assert (new.item_id, new.form, new.requester_id) == (ticket.item_id, ticket.form, world.lucia.user.id)
    assert [entry.body for entry in await Entry.filter(ticket_id=new.id, kind='message')] == ['Otra vez igual.']
    assert (await Entry.filter(ticket_id=ticket.id).order_by('-seq').first()).data == {'followed_by': new.number}  # type: ignore[union-attr]
    [mail] = await mails(new, 'acknowledgement')
    assert f'Continúa el ticket {ticket.number}' in mail.body


@pytest.mark.rule('S2-15')
async def test_who_may_come_back_and_how(world: World) -> None:
    ticket = await closed_for(world, CloseReason.CONFIRMED)
    with pytest.raises(NotAllowed):
        await world.ivan.reopens(ticket)
    assert (await world.ivan.comes_back(ticket)).requester_id == world.ivan.user.id
    with pytest.raises(Invalid):
        await world.lucia.comes_back(ticket, '  ')
    silent = await closed_for(world, CloseReason.NO_CONTACT)
    await world.marta.reopens(silent, 'Llamó por teléfono: seguimos.')
    assert await now_of(silent) == (Status.OPEN, None)


@pytest.mark.rule('S2-15', '1.6-c')
async def test_the_window_is_what_the_settings_say(world: World) -> None:
    await save(world.admin.user, Closing(reopen_days={'no_contact': 2}))
    silent, confirmed = (
        await closed_for(world, CloseReason.NO_CONTACT),
        await closed_for(world, CloseReason.CONFIRMED),
    )
    await world.lucia.reopens(silent)
    with pytest.raises(NotAllowed):
        await world.lucia.reopens(confirmed)


@pytest.mark.rule('S0-8')
async def test_a_closed_ticket_has_one_rating_which_can_be_changed_for_some_days(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await solved(world)
        with pytest.raises(NotAllowed):
            await world.lucia.rates(ticket, 5)
        await world.lucia.confirms(ticket)
        for stars in (0, 6):
            with pytest.raises(Invalid) as refused:
                await world.lucia.rates(ticket, stars)
            assert list(refused.value.problems) == ['stars']
        await world.lucia.rates(ticket, 2, 'Tardó.')
        await world.lucia.rates(ticket, 2, 'Tardó.')
    with clock.freeze(MONDAY + 7 * DAY):
        await world.ivan.rates(ticket, 4)
    with clock.freeze(MONDAY + 7 * DAY + timedelta(seconds=1)), pytest.raises(NotAllowed):
        await world.lucia.rates(ticket, 1)
    rated = await Ticket.get(id=ticket.id)
    assert (rated.rating, rated.rating_comment, rated.rated_at) == (4, '', MONDAY + 7 * DAY)
    lines = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.RATING).order_by('seq')
    assert [(line.data, line.body) for line in lines] == [
        ({'old': None, 'new': 2}, 'Tardó.'),
        ({'old': 2, 'new': 4}, ''),
    ]


async def test_a_stranger_finds_nothing_and_the_desk_does_not_speak_for_the_customer(world: World) -> None:
    ticket = await closed_for(world, CloseReason.CONFIRMED)
    verbs: list[Callable[[Person], object]] = [
        lambda who: who.closes(ticket),
        lambda who: who.undoes_closing(ticket),
        lambda who: who.reopens(ticket),
        lambda who: who.comes_back(ticket),
        lambda who: who.rates(ticket, 5),
    ]
    for verb in verbs:
        with pytest.raises(NotFound):
            await verb(world.elena)  # type: ignore[misc]
    with pytest.raises(NotAllowed):
        await world.marta.rates(ticket, 5)
    assert Event.RATE not in await world.marta.may(ticket)
