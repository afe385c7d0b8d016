"""How far a person has read a ticket: what is new when its page opens, and that all of it was in front of him."""

from collections.abc import Sequence

from models import Ticket, User
from services.board.board_lines import IncidentLine
from services.tickets import ticket_view
from webui.actions import action
from webui.elements import tag


class ReadMark:
    """Of one page. `since` is the last line read before it opened; None for who opens the ticket for the first time."""

    def __init__(self, since: int | None) -> None:
        self.since = since
        self._marked = (0, 0)
        self._shown: tuple[User, Ticket, int] | None = None
        self._element = tag('span', hidden=True, data_read='')
        self._element.on('read', self._read, args=[])

    async def show(self, person: User, ticket: Ticket, told: Sequence[IncidentLine] = ()) -> None:
        """The page shows the ticket so far, and what was `told` in it; a redraw without news writes nothing."""
        self._shown = person, ticket, max((update.id for one in told for update in one.updates), default=0)
        if self._is_news():
            self._element.run_method('mesaRead')  # assets/js/mesa.js: now, or when somebody comes back to the page

    @action
    async def _read(self) -> None:
        if self._shown is not None and self._is_news():
            person, ticket, update = self._shown
            self._marked = ticket.last_seq, update
            await ticket_view.seen(person, ticket, update)

    def _is_news(self) -> bool:
        if self._shown is None:
            return False
        _person, ticket, update = self._shown
        return ticket.last_seq > self._marked[0] or update > self._marked[1]
