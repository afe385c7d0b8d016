"""The composer of the desk: reply, internal note, investigation and resolution, each with its own draft.

All four stay in the page, and the browser switches between them (assets/js/desk.js): a key pressed is a text begun.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from models import Entry, Ticket, User
from models.lifecycle import Event
from services import conversation, drafts, resolution
from services.language import N_, Text
from services.plain_text import PROSE
from services.ticket_view import TicketView
from webui.elements import Tag, tag
from webui.file_drop import file_button
from webui.forms import Form, Values, send_button
from webui.i18n import _
from webui.viewer import viewer

Say = Callable[[User, Ticket, str, str], Awaitable[Entry | None]]


@dataclass(frozen=True)
class Mode:
    """One way to write into a ticket: its word, key and verb, the name of its text, and who reads it."""

    word: Text
    key: str
    say: Say
    label: Text
    readers: Text
    send: Text


MODES: Mapping[Event, Mode] = {
    Event.REPLY: Mode(N_('Reply'), 'R', conversation.reply, N_('Write your reply'), N_('To %(name)s'), N_('Send')),
    Event.NOTE: Mode(
        N_('Internal note'), 'N', conversation.note, N_('Write a note'), N_('Only the desk reads it'), N_('Save note')
    ),
    Event.INVESTIGATE: Mode(
        N_('Investigation'),
        'I',
        conversation.investigate,
        N_('Write what you found out'),
        N_('%(name)s reads it in the ticket'),
        N_('Send'),
    ),
    Event.RESOLVE: Mode(
        N_('Resolution'),
        'E',
        resolution.resolve,
        N_('Write what solved it'),
        N_('%(name)s is asked to confirm it'),
        N_('Send solution'),
    ),
}


class Composer:
    """Draws the composer of one ticket; `allow` says which of its modes can be used now."""

    def __init__(self, view: TicketView, kept: Mapping[str, Mapping[str, str]]) -> None:
        self._ticket = ticket = view.ticket
        self._copies = len(view.copies)
        first = next((event for event in MODES if event in view.allowed), Event.NOTE)
        with tag('div', '', 'composer', data_mode=first, data_composer=''):
            with tag('div', '', 'modes', role='group', aria_label=_('What you write')):
                self._modes = {event: self._mode(event, is_first=event == first) for event in MODES}
            for event in MODES:
                self._form(event, kept.get(drafts.ticket_key(ticket, event), {}).get('text', ''))

    def allow(self, events: frozenset[Event]) -> None:
        """What cannot be done now is greyed out; what was typed there stays."""
        for event, element in self._modes.items():
            element.props['disabled'] = event not in events

    def _mode(self, event: Event, *, is_first: bool) -> Tag:
        mode, pressed = MODES[event], 'true' if is_first else 'false'
        with tag(
            'button', '', 'mode', type='button', aria_pressed=pressed, data_write=event, data_key=mode.key
        ) as element:
            tag('span', _(mode.word))
            tag('kbd', mode.key, aria_hidden='true')
        element.props['aria-keyshortcuts'] = mode.key
        return element

    def _form(self, event: Event, text: str) -> None:
        mode, key, files = MODES[event], drafts.ticket_key(self._ticket, event), str(uuid4())

        async def send(values: Values) -> None:
            actor, written = await viewer(), values.get('text', '')
            if values.get('then') == 'wait':
                await conversation.ask(actor, self._ticket, written, files)
                await drafts.forget(actor, key)
            else:
                await mode.say(actor, self._ticket, written, files)
            form.clear()

        async def keep(values: Values) -> None:
            await drafts.keep(await viewer(), key, values)

        form = Form(send, on_draft=keep, classes='composer-box', data_form=event)
        form.prose('text', _(mode.label), value=text, rows=3, maxlength=PROSE)
        with form.element, tag('div', '', 'composer-foot'):
            file_button(files)
            tag('span', self._readers(event), 'muted readers line')
            if event == Event.REPLY:
                tag('button', _('Send and wait'), 'button button-secondary', type='submit', name='then', value='wait')
            send_button(_(mode.send), 'send')

    def _readers(self, event: Event) -> str:
        name = self._ticket.requester.first_name
        if event == Event.REPLY and self._copies:
            return _('To %(name)s and %(count)d in copy', name=name, count=self._copies)
        return _(MODES[event].readers.msgid, name=name)
