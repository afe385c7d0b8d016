"""How far a person has read a ticket: what is new when its page opens, and that all of it was in front of him."""

from collections.abc import Sequence

from nicegui import ui

from models import Ticket, User
from services.board.board_lines import IncidentLine
from services.tickets import ticket_view


class ReadMark:
    """Of one page. `since` is the last line read before it opened; None for who opens the ticket for the first time."""

    def __init__(self, since: int | None) -> None:
        self.since = since
        self._marked = (0, 0)
        self._client = ui.context.client
        self._shown: tuple[User, Ticket, int] | None = None
        if not self._client.has_socket_connection:
            self._client.on_connect(self._opened)

    async def show(self, person: User, ticket: Ticket, told: Sequence[IncidentLine] = ()) -> None:
        """The page shows the ticket so far, and what was `told` in it; a redraw without news writes nothing."""
        self._shown = person, ticket, max((update.id for one in told for update in one.updates), default=0)
        if self._client.has_socket_connection:
            await self._mark()

    async def _opened(self) -> None:
        """The page that was asked for is in front of somebody now."""
        self._client.connect_handlers.remove(self._opened)
        await self._mark()

    async def _mark(self) -> None:
        if self._shown is None:
            return
        person, ticket, update = self._shown
        if ticket.last_seq > self._marked[0] or update > self._marked[1]:
            self._marked = ticket.last_seq, update
            await ticket_view.seen(person, ticket, update)
