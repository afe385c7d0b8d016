"""The signed links of people in copy who have no account."""

from datetime import timedelta

import pytest

from models import Attachment, Entry, MailOut, Ticket, Watcher
from models.entry import EntryKind, Visibility
from services.clock import freeze, now
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from services.tickets import copies, guests
from services.tickets.guest_links import guest_link, guest_proof, living
from tests.support.world import World

BOSS = 'jefa@proveedor.example'


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
