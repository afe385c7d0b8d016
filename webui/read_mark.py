"""How far a person has read a ticket: what is new when its page opens, and that all of it was in front of him."""

from nicegui import ui

from models import Ticket, User
from services import ticket_view


class ReadMark:
    """Of one page. `since` is the last line read before it opened; None for who opens the ticket for the first time."""

    def __init__(self, since: int | None) -> None:
        self.since = since
        self._marked = 0
        self._client = ui.context.client
        self._shown: tuple[User, Ticket] | None = None
        if not self._client.has_socket_connection:
            self._client.on_connect(self._opened)

    async def show(self, person: User, ticket: Ticket) -> None:
        """The page shows the ticket so far; a redraw without news writes nothing."""
        self._shown = person, ticket
        if self._client.has_socket_connection:
            await self._mark()

    async def _opened(self) -> None:
        """The page that was asked for is in front of somebody now."""
        self._client.connect_handlers.remove(self._opened)
        await self._mark()

    async def _mark(self) -> None:
        if self._shown and self._shown[1].last_seq > self._marked:
            person, ticket = self._shown
            self._marked = ticket.last_seq
            await ticket_view.seen(person, ticket)
