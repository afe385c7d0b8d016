"""People in copy of a ticket, and the signed links of those who have no account."""

from datetime import timedelta

import pytest

from models import Attachment, Entry, MailOut, Organization, Ticket, User, Watcher
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from services import attachments, bus, copies, guests, my_tickets, search, ticket_view
from services.clock import freeze, now
from services.guest_links import guest_link, guest_proof, living
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from tests.support.world import Person, World

BOSS = 'jefa@proveedor.example'


async def copied(ticket: Ticket) -> list[str]:
    return [watcher.email for watcher in await Watcher.filter(ticket_id=ticket.id).order_by('id')]


async def guest_of(world: World, subject: str = 'La impresora no imprime') -> tuple[Ticket, Watcher]:
    ticket = await world.lucia.opens(subject, copy_to=BOSS)
    return ticket, await Watcher.get(ticket_id=ticket.id, email=BOSS)


async def file_of(entry: Entry | None) -> Attachment:
    return await Attachment.create(entry=entry, name='a.txt', size=1, sha256='x', path='x', created_at=now())


async def opens_nothing(proof: str) -> bool:
    for ask in (guests.view(proof), guests.reply(proof, 'Hola'), guests.attachment(proof, 1)):
        with pytest.raises(NotFound):
            await ask
    return not await living([proof])


@pytest.mark.rule('S3-20')
@pytest.mark.parametrize('text', ['a@x.example,b@x.example', ' A@x.example ; b@x.example,, a@x.example\n'])
async def test_addresses_come_in_copy_each_once(world: World, text: str) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='b@x.example')
    assert await copies.add_copies(world.lucia.user, ticket, text) == ['a@x.example']
    assert await copies.add_copies(world.ivan.user, ticket, text + ',lucia@mirador.example') == []
    assert sorted(await copied(ticket)) == ['a@x.example', 'b@x.example']
    lines = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.FIELD)
    assert [line.data for line in lines] == [{'copied': ['a@x.example']}]


@pytest.mark.rule('S3-20')
async def test_a_bad_address_is_named_and_nobody_is_added(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    with pytest.raises(Invalid) as refused:
        await copies.add_copies(world.lucia.user, ticket, 'a@x.example, jefa@, b@x.example')
    assert refused.value.problems['copy_to'].params['address'] == 'jefa@'
    for text in ('', ' , ', ','.join(f'p{n}@x.example' for n in range(21))):
        with pytest.raises(Invalid):
            await copies.add_copies(world.lucia.user, ticket, text)
    assert await copied(ticket) == []


async def test_requester_colleague_and_desk_say_who_is_in_copy_and_nobody_else(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='elena@ondu.example')
    for n, person in enumerate((world.lucia, world.ivan, world.marta)):
        await copies.add_copies(person.user, ticket, f'p{n}@x.example')
    watcher = await Watcher.get(email='p0@x.example')
    for person, refusal in ((world.elena, NotAllowed), (world.pablo, NotFound)):
        for ask in (
            copies.add_copies(person.user, ticket, 'x@x.example'),
            copies.remove_copy(person.user, ticket, watcher.id),
            copies.allow_reply(person.user, ticket, watcher.id, can_reply=False),
        ):
            with pytest.raises(refusal):
                await ask
    other = await world.elena.opens('Otro')
    with pytest.raises(NotFound):
        await copies.remove_copy(world.elena.user, other, watcher.id)
    await world.lucia.closes(ticket)
    with pytest.raises(NotAllowed):
        await copies.add_copies(world.lucia.user, ticket, 'late@x.example')
    await copies.remove_copy(world.lucia.user, ticket, watcher.id)


@pytest.mark.rule('S3-20')
async def test_who_comes_into_copy_later_is_told_once_and_gets_what_follows(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await copies.add_copies(world.lucia.user, ticket, f'{BOSS}, ivan@mirador.example')
    await copies.add_copies(world.lucia.user, ticket, f'{BOSS}, otra@proveedor.example')
    watcher = await Watcher.get(email=BOSS)
    await copies.allow_reply(world.lucia.user, ticket, watcher.id, can_reply=False)
    told = [mail.to_address for mail in await MailOut.filter(template='copy').order_by('id')]
    assert told == [BOSS, 'ivan@mirador.example', 'otra@proveedor.example']
    await world.marta.notes(ticket, 'El cliente no paga.')
    await world.marta.replies(ticket, 'Apágala y enciéndela.')
    assert await MailOut.filter(template='reply').count() == 4
    await copies.remove_copy(world.marta.user, ticket, watcher.id)
    await world.marta.replies(ticket, 'Y ahora otra vez.')
    assert await MailOut.filter(template='reply', to_address=BOSS).count() == 1
    assert not [mail for mail in await MailOut.all() if 'no paga' in mail.body]


@pytest.mark.rule('S3-18')
async def test_the_mails_of_a_guest_end_with_his_link_and_those_of_accounts_with_the_ticket(world: World) -> None:
    ticket, watcher = await guest_of(world)
    await world.marta.replies(ticket)
    await copies.allow_reply(world.lucia.user, ticket, watcher.id, can_reply=False)
    await world.marta.replies(ticket)
    mails = await MailOut.filter(to_address=BOSS).order_by('id')
    assert {mail.body.splitlines()[-1] for mail in mails} == {guest_link(watcher)}
    assert 'por encima de esta línea' in mails[1].body
    assert 'No contestes a este correo' in mails[2].body
    assert 'por encima de esta línea' not in mails[2].body
    own = await MailOut.filter(to_address='lucia@mirador.example').first()
    assert own is not None
    assert own.body.splitlines()[-1].endswith(f'/tickets/{ticket.number}')
    assert '/guest/' not in own.body


@pytest.mark.rule('S3-18')
async def test_a_guest_reads_the_public_conversation_of_his_ticket_alone(world: World) -> None:
    ticket, watcher = await guest_of(world)
    await world.lucia.opens('Otro secreto', description='Palabra-otra')
    await world.marta.takes(ticket)
    await world.marta.notes(ticket, 'El cliente no paga.')
    await world.marta.investigates(ticket, 'Visto por dentro.')
    await world.marta.replies(ticket, 'Apágala y enciéndela.')
    await copies.add_copies(world.lucia.user, ticket, 'otra@proveedor.example')
    seen = await guests.view(guest_proof(watcher))
    assert seen.ticket.id == ticket.id
    words = [line.entry.body or line.entry.data['new'] for line in seen.lines]
    assert words == ['No imprime nada.', 'open', 'Apágala y enciéndela.']
    assert seen.may_reply


async def test_links_that_are_not_ours_or_not_good_any_more_open_nothing(world: World) -> None:
    ticket, watcher = await guest_of(world)
    _other, his = await guest_of(world, 'Otra')
    proof, other = guest_proof(watcher), guest_proof(his)
    id_, _, signature = proof.partition('.')
    forged = [
        '', '.', proof[:-1], f'{proof}x', f'{id_}.', signature, f'{id_}.{"a" * 32}', f'{his.id}.{signature}',
        f'0{proof}', f' {proof}', f'{id_}.{signature.upper()}', f'9{"9" * 40}.{signature}', f'{id_}.ñ{signature[1:]}',
    ]  # fmt: skip
    for wrong in forged:
        assert await opens_nothing(wrong), wrong
    assert (await guests.view(proof)).ticket.id == ticket.id
    await copies.remove_copy(world.lucia.user, ticket, watcher.id)
    assert await opens_nothing(proof)
    await copies.add_copies(world.lucia.user, ticket, BOSS)
    assert await opens_nothing(proof)
    assert (await guests.view(other)).ticket.id == his.ticket_id


async def test_a_link_ends_two_weeks_after_its_ticket_and_with_an_account(world: World) -> None:
    ticket, watcher = await guest_of(world)
    proof = guest_proof(watcher)
    await world.lucia.closes(ticket)
    assert not (await guests.view(proof)).may_reply
    with pytest.raises(NotAllowed):
        await guests.reply(proof, 'Sigue igual.')
    with freeze(now() + timedelta(days=13)):
        assert (await guests.view(proof)).ticket.id == ticket.id
    with freeze(now() + timedelta(days=15)):
        assert await opens_nothing(proof)
    await Watcher.filter(id=watcher.id).update(user_id=world.pablo.user.id)
    assert await opens_nothing(proof)


async def test_a_guest_answers_under_his_address_and_the_ticket_waits_for_the_desk(world: World) -> None:
    ticket, watcher = await guest_of(world)
    proof = guest_proof(watcher)
    await world.marta.asks(ticket)
    entry = await guests.reply(proof, ' Es la bandeja 2. ')
    stored = await Entry.get(id=entry.id)
    assert (stored.author_id, stored.author_label, stored.body) == (None, BOSS, 'Es la bandeja 2.')
    assert (stored.channel, stored.visibility, stored.is_automated) == ('portal', Visibility.PUBLIC, False)
    after = await Ticket.get(id=ticket.id)
    assert (after.status, after.is_answered, after.preview) == ('open', False, f'{BOSS}: Es la bandeja 2.')
    await copies.allow_reply(world.lucia.user, ticket, watcher.id, can_reply=False)
    assert not (await guests.view(proof)).may_reply
    with pytest.raises(NotAllowed):
        await guests.reply(proof, 'Otra vez')
    await copies.allow_reply(world.lucia.user, ticket, watcher.id, can_reply=True)
    with pytest.raises(Invalid):
        await guests.reply(proof, '  ')
    with pytest.raises(TooMany):
        for n in range(12):
            await guests.reply(proof, f'Línea {n}')


async def test_a_guest_gets_the_files_of_what_he_reads_and_no_others(world: World) -> None:
    ticket, watcher = await guest_of(world)
    other = await world.lucia.opens('Otro')
    await world.marta.notes(ticket)
    proof = guest_proof(watcher)

    public = await file_of(await Entry.filter(ticket_id=ticket.id, kind=EntryKind.MESSAGE).first())
    assert (await guests.attachment(proof, public.id)).id == public.id
    hidden = (
        await file_of(await Entry.filter(ticket_id=ticket.id, kind=EntryKind.NOTE).first()),
        await file_of(await Entry.filter(ticket_id=other.id).first()),
        await file_of(None),
    )
    for one in hidden:
        with pytest.raises(NotFound):
            await guests.attachment(proof, one.id)


async def exists_for(person: Person, ticket: Ticket, file: Attachment) -> dict[str, bool]:
    """By each way in, whether the ticket is there for this person."""
    user = await User.get(id=person.user.id).select_related('organization')

    async def found_file() -> bool:
        try:
            return bool(await attachments.find(user, file.id))
        except NotFound:
            return False

    return {
        'address': await person.sees(ticket),
        'list': ticket.id in [row['id'] for row in (await my_tickets.page(user, 'all', company=True)).rows],
        'count': bool((await my_tickets.counts(user, company=True))['all']),
        'search': await search.ticket_number(user, ticket.number) is not None,
        'file': await found_file(),
        'comment': Event.COMMENT in await person.may(ticket),
    }


@pytest.mark.rule('S3-23')
async def test_colleagues_see_and_comment_where_the_company_shares_and_nothing_where_it_does_not(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    file = await file_of(await Entry.get(ticket_id=ticket.id, seq=1))
    assert set((await exists_for(world.ivan, ticket, file)).values()) == {True}
    await world.ivan.comments(ticket, 'A mí también.')
    await Organization.filter(name='Hotel Mirador').update(shares_tickets=False)
    bus.publish(['queue'])
    assert set((await exists_for(world.ivan, ticket, file)).values()) == {False}
    with pytest.raises(NotFound):
        await world.ivan.comments(ticket)
    with pytest.raises(NotFound):
        await ticket_view.view(world.ivan.user, ticket.number)


@pytest.mark.rule('S3-21')
async def test_my_tickets_are_filtered_by_state_and_counted(world: World) -> None:
    opened = [await world.lucia.opens(f'Fallo {n}') for n in range(3)]
    await world.lucia.closes(opened[0])
    await world.marta.replies(opened[1])
    lucia = world.lucia.user
    counts = await my_tickets.counts(lucia)
    assert (counts['open'], counts['closed'], counts['all'], counts['copied']) == (2, 1, 3, 0)
    rows = (await my_tickets.page(lucia, 'all')).rows
    assert [row['number'] for row in rows] == [opened[n].number for n in (1, 0, 2)]


async def test_all_pages_of_all_tickets_follow_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_tickets, 'PAGE', 2)
    opened = [await world.lucia.opens(f'Fallo {n}') for n in range(7)]
    for ticket in opened[::2]:
        await world.lucia.closes(ticket)
    for tab, total in (('all', 7), ('closed', 4)):
        seen: list[int] = []
        after = None
        while True:
            page = await my_tickets.page(world.lucia.user, tab, after=after)
            seen += [row['id'] for row in page.rows]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == total


async def test_tickets_that_one_is_in_copy_of_are_listed_and_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_tickets, 'PAGE', 2)
    elena = world.elena.user
    tickets = [await world.lucia.opens(f'Fallo {n}', copy_to='elena@ondu.example') for n in range(5)]
    await world.elena.opens('Mío')
    await world.pablo.opens('Ajeno')
    seen: list[int] = []
    after = None
    while True:
        page = await my_tickets.page(elena, 'copied', after=after)
        seen += [row['id'] for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [ticket.id for ticket in reversed(tickets)]
    assert (await my_tickets.counts(elena))['copied'] == 5
    told: list[str] = []
    unwatch = bus.watch([f'user:{elena.id}'], lambda: told.append('elena'))
    await world.marta.replies(tickets[0])
    assert told
    told.clear()
    await copies.remove_copy(world.lucia.user, tickets[0], (await Watcher.get(ticket_id=tickets[0].id)).id)
    assert told
    unwatch()
    assert (await my_tickets.counts(elena))['copied'] == 4
    assert not await world.elena.sees(tickets[0])
