"""Who else is at a ticket, in one soft line; and that this person is."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup
from nicegui import background_tasks, ui
from nicegui.element import Element

from models import Ticket, User
from services.clock import now
from services.refusals import Refused
from services.tickets import presence
from services.tickets.presence import Other
from webui.elements import initials, tone_of
from webui.i18n import _
from webui.live import LiveView, live
from webui.markup import fill, rich
from webui.viewer import viewer

BEAT = 20  # seconds between two words that somebody is still here
_PERSON = Markup(
    '<span class="presence-one"><span class="avatar avatar-small" data-tone="{tone}" aria-hidden="true">{initials}'
    '</span><span dir="auto">{words}</span>{dots}</span>'
)
_DOTS = Markup('<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>')

_open: Counter[tuple[int, int]] = Counter()  # pages of this process that show a ticket to a person


async def presence_line(ticket: Ticket) -> None:
    """Draw the line, keep it live, and tell the others of the desk that this person has the ticket open."""
    line = PresenceLine(ticket)
    await line.start()
    if (await viewer()).is_staff and ui.context.client.sub_pages_router.current_path.startswith('/desk'):
        Staying(ticket)


class PresenceLine:
    """Shows others as long as what is known of them holds; an event shows them anew before."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._element = rich('p', 'presence')
        self._element.props['role'] = 'status'
        self._view: LiveView | None = None

    async def start(self) -> None:
        self._view = await live([presence.topic(self._ticket)], self._show, later=True)

    async def _show(self) -> None:
        others = await presence.others(await viewer(), self._ticket)
        fill(self._element, _words(others))
        if others:
            ends = min(other.until for other in others) - now()
            asyncio.get_running_loop().call_later(ends.total_seconds() + 0.1, self._ended)

    def _ended(self) -> None:
        if self._view and not self._view.is_deleted:
            self._view.refresh()


class Staying(Element):
    """While it is on a connected page, its person is at the ticket; the first word after that says that he left."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__('span')
        self.set_visibility(False)
        self._ticket = ticket
        self._person: User | None = None
        self._task = background_tasks.create(self._stay(), name='presence')
        self.client.on_connect(self._say)
        self.client.on_disconnect(self._leave)

    async def _stay(self) -> None:
        while True:
            await self._say()
            await asyncio.sleep(BEAT)

    async def _say(self) -> None:
        if not self.client.has_socket_connection:
            return
        try:
            with self.client:
                person = await viewer()
        except Refused:
            return
        if self.is_deleted:  # perhaps meanwhile: nobody would say that he left
            return
        if self._person is None:
            self._person = person
            _open[person.id, self._ticket.id] += 1
        await presence.arrives(person, self._ticket)

    async def _leave(self) -> None:
        person, self._person = self._person, None
        if person is None:
            return
        _open[person.id, self._ticket.id] -= 1
        if _open[person.id, self._ticket.id] == 0:
            del _open[person.id, self._ticket.id]
            await presence.leaves(person, self._ticket)

    def _handle_delete(self) -> None:
        self._task.cancel()
        for handlers, ours in (
            (self.client.connect_handlers, self._say),
            (self.client.disconnect_handlers, self._leave),
        ):
            if ours in handlers:
                handlers.remove(ours)
        background_tasks.create(self._leave(), name='presence ends')
        super()._handle_delete()


def _words(others: Sequence[Other]) -> Markup:
    """ "Diego también está aquí", "Lucía está escribiendo…": those who write first."""
    ordered = sorted(others, key=lambda other: not other.is_typing)
    return Markup('').join(
        _PERSON.format(
            tone=tone_of(other.name),
            initials=initials(other.name),
            words=_('%(name)s is writing…', name=_first(other))
            if other.is_typing
            else _('%(name)s is here too', name=_first(other)),
            dots=_DOTS if other.is_typing else '',
        )
        for other in ordered
    )


def _first(other: Other) -> str:
    return other.name.split(' ', 1)[0]
