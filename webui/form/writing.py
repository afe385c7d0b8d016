"""A text that somebody writes into a ticket: its draft, who sees that he writes, and what arrives meanwhile (S0-10)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from models import Ticket
from models.lifecycle import Event
from services.plain_text import PROSE
from services.refusals import Arrived
from services.tickets import drafts, presence
from webui.elements import button, icon, tag
from webui.form.forms import Form, Values
from webui.i18n import _, ngettext
from webui.viewer import viewer

Say = Callable[[Values, int | None], Awaitable[object]]
SEEN = 'seen'  # in a draft: the last line that was shown when it was begun
TOLD_EVERY = presence.TYPING.total_seconds() / 2
LOOK = '(event) => { mesa.look(event.currentTarget); emit(); }'


class Writing:
    """A form in which `event` is written. `say(values, seen_seq)` is its verb; `shown` the last line on the page."""

    def __init__(self, ticket: Ticket, event: Event, kept: Mapping[str, str], say: Say, **attributes: Any) -> None:
        self.shown = ticket.last_seq
        self._ticket = ticket
        self._key = drafts.ticket_key(ticket, event)
        self._is_public = event != Event.NOTE
        self._say = say
        self._kept = kept
        self._began = int(kept[SEEN]) if kept.get(SEEN, '').isdecimal() else None
        self._told = 0.0
        self.form = Form(self._send, on_draft=self._keep, draft=self._key, classes='composer-box', **attributes)
        self.form.on_arrived = self._ask

    def prose(self, label: str, **attributes: Any) -> None:
        """The text itself; below it, when others were faster, the question whether to send it."""
        self.form.prose('text', label, value=self._kept.get('text', ''), rows=3, maxlength=PROSE, **attributes)
        with self.form.element, tag('div', '', 'arrived', role='alert') as self._arrived:
            icon('messages-square')
            self._words = tag('b')
            self._look = button(_('View'), kind='quiet')
            self._anyway = tag('button', _('Send anyway'), 'button button-secondary', type='submit', name='anyway')
        self._look.on('click', self._looked, js_handler=LOOK)
        self._arrived.set_visibility(False)

    async def _send(self, values: Values) -> None:
        """`then` says what follows the sending; the button that sends anyway repeats it."""
        anyway = values.get('anyway')
        if anyway:
            values = values | {'then': anyway}
        seen = self.shown if self._began is None else self._began
        await self._say(values, seen if self._is_public and not anyway else None)
        self._forget()
        self.form.clear()
        await self._tell(is_typing=False)

    async def _keep(self, values: Values) -> None:
        is_empty = not values.get('text', '').strip()
        if is_empty:
            self._forget()
        elif self._began is None:
            self._began = self.shown
        await self._tell(is_typing=not is_empty)
        await drafts.keep(await viewer(), self._key, {} if is_empty else values | {SEEN: str(self._began)})

    def _ask(self, arrived: Arrived, values: Values) -> None:
        count = arrived.count
        self._words.text = ngettext(
            '%(n)d message arrived while you were writing', '%(n)d messages arrived while you were writing', count
        )
        self._anyway.props['value'] = values.get('then') or values.get('anyway') or 'send'
        self._look.props['data-seen'] = self.shown if self._began is None else self._began
        self._arrived.set_visibility(True)

    async def _looked(self) -> None:
        """All that the page shows is seen now."""
        self._began = self.shown
        self._arrived.set_visibility(False)
        self.form.fields['text'].control.run_method('focus')

    def _forget(self) -> None:
        self._began = None
        self._arrived.set_visibility(False)

    async def _tell(self, *, is_typing: bool) -> None:
        """Let the others know, at most every few seconds; nobody hears of a note."""
        at = asyncio.get_running_loop().time()
        if not self._is_public or (is_typing and at - self._told < TOLD_EVERY) or (not is_typing and not self._told):
            return
        self._told = at if is_typing else 0.0
        await (presence.types if is_typing else presence.stops_typing)(await viewer(), self._ticket)
