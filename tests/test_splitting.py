"""A message that asks for something more becomes a ticket of its own (S4-8)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import Attachment, Entry, MailOut, Ticket
from models.entry import EntryKind
from models.lifecycle import Status
from models.ticket_number import parse_number
from services import clock
from services.refusals import Invalid, NotAllowed, NotFound
from services.tickets import attachments, conversation, splitting, ticket_view
from tests.support.outbox import environment
from tests.support.world import Person, World

BOSS = 'jefa@proveedor.example'
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path) -> Iterator[None]:
    with environment(DATA_DIR=str(tmp_path)):
        yield


async def says_with_file(person: Person, ticket: Ticket, text: str) -> Attachment:
    async def content() -> AsyncIterator[bytes]:
        yield b'una foto'

    file = await attachments.store(person.user, 'form:1', 'foto.png', content())
    await conversation.comment(person.user, ticket, text, 'form:1')
    return file


async def latest(ticket: Ticket, **columns: object) -> Entry:
    found = await Entry.filter(ticket_id=ticket.id, **columns).order_by('-seq').first()
    assert found is not None
    return found


async def exists_for(person: Person, file: Attachment) -> bool:
    try:
        await attachments.find(person.user, file.id)
    except NotFound:
        return False
    return True


@pytest.mark.rule('S4-8')
async def test_a_message_becomes_a_ticket_of_its_own(world: World) -> None:
    with clock.freeze(MONDAY):
        old = await world.lucia.opens('La impresora no imprime', copy_to=BOSS)
    with clock.freeze(MONDAY + timedelta(minutes=7)):
        file = await says_with_file(world.ivan, old, 'Además, el correo no llega desde ayer.')
    said = await latest(old, kind=EntryKind.MESSAGE)
    with clock.freeze(MONDAY + timedelta(hours=1)):
        new = await splitting.split(world.marta.user, said, 'El correo no llega')
    assert parse_number(new.number) not in (None, old.number)
    assert (new.subject, new.status, new.parent_id) == ('El correo no llega', Status.NEW, old.id)
    assert (new.requester_id, new.organization_id) == (old.requester_id, old.organization_id)
    assert new.created_at == MONDAY + timedelta(hours=1)
    assert new.first_response_due
    assert old.first_response_due
    assert new.first_response_due - old.first_response_due == timedelta(hours=1)
    first = await Entry.get(ticket_id=new.id, kind=EntryKind.MESSAGE)
    assert (first.body, first.author_id, first.received_at) == (said.body, world.ivan.user.id, said.received_at)
    assert (new.preview, new.is_answered) == ('Iván: Además, el correo no llega desde ayer.', False)
    assert new.first_response_at is None
    shown = (await ticket_view.view(world.lucia.user, new.number)).lines
    assert [file.name for line in shown for file in line.attachments] == ['foto.png']
    assert await Attachment.all().count() == 1
    assert (await latest(old, kind=EntryKind.SYSTEM)).data == {'split_into': new.number, 'seq': said.seq}
    assert (await latest(new, kind=EntryKind.SYSTEM)).data == {'split_from': old.number}
    assert await exists_for(world.lucia, file)


@pytest.mark.rule('S4-8')
async def test_the_customer_is_mailed_the_new_number(world: World) -> None:
    old = await world.lucia.opens('La impresora no imprime', copy_to=BOSS)
    new = await splitting.split(world.marta.user, await latest(old, kind=EntryKind.MESSAGE), 'El correo no llega')
    mails = await MailOut.filter(ticket_id=new.id).order_by('id')
    assert [mail.to_address for mail in mails] == ['lucia@mirador.example', BOSS]
    assert mails[0].subject == f'[{new.number}] El correo no llega'
    assert old.number in mails[0].body
    assert mails[0].body.splitlines()[-1].endswith(f'/tickets/{new.number}')
    assert all(mail.is_automated for mail in mails)
    alone = await splitting.split(
        world.marta.user, await latest(old, kind=EntryKind.MESSAGE), 'Otra cosa', with_copies=False
    )
    assert [mail.to_address for mail in await MailOut.filter(ticket_id=alone.id)] == ['lucia@mirador.example']


@pytest.mark.rule('S4-8')
async def test_a_part_of_a_message_is_split_off_and_nothing_that_its_writer_did_not_write(world: World) -> None:
    old = await world.lucia.opens('La impresora no imprime', description='No imprime.\n\nY el correo\nno llega.')
    said = await latest(old, kind=EntryKind.MESSAGE)
    new = await splitting.split(world.marta.user, said, 'El correo', text='Y el correo no llega.')
    assert (await Entry.get(ticket_id=new.id, kind=EntryKind.MESSAGE)).body == 'Y el correo no llega.'
    with pytest.raises(Invalid):
        await splitting.split(world.marta.user, said, 'El correo', text='Regálenme un equipo.')
    with pytest.raises(Invalid):
        await splitting.split(world.marta.user, said, ' ')
    assert await Ticket.all().count() == 2


async def test_what_is_internal_is_not_split_off(world: World) -> None:
    old = await world.lucia.opens('La impresora no imprime')
    await world.marta.notes(old, 'El cliente no paga.')
    with pytest.raises(NotFound):
        await splitting.split(world.marta.user, await latest(old, kind=EntryKind.NOTE), 'Nota')
    assert await Ticket.all().count() == 1


async def test_only_the_desk_of_the_department_splits_and_into_any_type(world: World) -> None:
    old = await world.lucia.opens('La impresora no imprime')
    said = await latest(old, kind=EntryKind.MESSAGE)
    with pytest.raises(NotAllowed):
        await splitting.split(world.lucia.user, said, 'El correo')
    with pytest.raises(NotFound):
        await splitting.split(world.elena.user, said, 'El correo')
    new = await splitting.split(world.marta.user, said, 'Cuánto cuesta', item='quote')
    assert (new.department_id, new.kind) == (world.sales.id, 'request')
    with pytest.raises(Invalid):
        await splitting.split(world.marta.user, said, 'Cuánto cuesta', item='nothing')


async def test_a_file_of_a_split_line_is_seen_by_whom_that_line_is_seen(world: World) -> None:
    old = await world.elena.opens('La impresora no imprime')
    file = await says_with_file(world.elena, old, 'Mira la foto.')
    assert not await exists_for(world.pablo, file)
    new = await splitting.split(world.marta.user, await latest(old, kind=EntryKind.MESSAGE), 'La foto')
    again = await splitting.split(world.marta.user, await latest(new, kind=EntryKind.MESSAGE), 'La foto otra vez')
    assert not await exists_for(world.pablo, file)
    await Ticket.filter(id=again.id).update(requester_id=world.pablo.user.id)
    assert await exists_for(world.pablo, file)
    await Entry.filter(ticket_id=again.id).update(visibility='internal')
    assert not await exists_for(world.pablo, file)
    assert await exists_for(world.elena, file)


async def test_two_agents_split_at_once_and_each_gets_a_number(world: World) -> None:
    old = await world.lucia.opens('La impresora no imprime')
    said = await latest(old, kind=EntryKind.MESSAGE)
    new = await asyncio.gather(*(splitting.split(world.marta.user, said, f'Parte {n}') for n in range(4)))
    assert len({ticket.number for ticket in new} | {old.number}) == 5
    seqs = [entry.seq for entry in await Entry.filter(ticket_id=old.id).order_by('seq')]
    assert seqs == list(range(1, len(seqs) + 1))
