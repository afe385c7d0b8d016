"""Files that wait with a text until it is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

from models import Attachment
from models.lifecycle import Event
from services.tickets import attachments, conversation, drafts
from tests.support.outbox import environment
from tests.support.world import Person, World


async def sends(person: Person, key: str) -> Attachment:
    async def content() -> AsyncIterator[bytes]:
        yield b'hola'

    return await attachments.store(person.user, key, 'informe.pdf', content())


async def test_files_wait_with_what_is_written_into_a_ticket_and_go_with_its_sending(
    world: World, tmp_path: Path
) -> None:
    ticket = await world.lucia.opens('No imprime')
    key = drafts.ticket_key(ticket, Event.COMMENT)
    both = (Event.COMMENT, Event.ASK)
    with environment(DATA_DIR=str(tmp_path)):
        file = await sends(world.lucia, key)
        await sends(world.ivan, key)
        assert await attachments.unsent_in(world.lucia.user, ticket, both) == {Event.COMMENT: [file], Event.ASK: []}
        entry = await conversation.comment(world.lucia.user, ticket, 'Aquí está.', key)
        assert (await Attachment.get(id=file.id)).entry_id == entry.id
        assert await attachments.unsent_in(world.lucia.user, ticket, both) == {Event.COMMENT: [], Event.ASK: []}
