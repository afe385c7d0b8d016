"""The composer of the desk: reply, internal note, investigation and resolution, each with its own draft.

All four stay in the page, and the browser switches between them (assets/js/desk.js): a key pressed is a text begun.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from models import Attachment, Entry
from models.lifecycle import Event
from services.language import N_, Text
from services.tickets import conversation, drafts, resolution
from services.tickets.ticket_view import TicketView
from webui.appearance import RESOLUTION
from webui.desk.canned_menu import CannedMenu
from webui.elements import Tag, tag
from webui.form.file_drop import file_button
from webui.form.forms import Values, send_button
from webui.form.writing import Writing
from webui.i18n import _
from webui.viewer import viewer

Say = Callable[..., Awaitable[Entry | None]]


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
    """Draws the composer of one ticket with its drafts and `waiting` files; `show` lets it follow the ticket."""

    def __init__(
        self,
        view: TicketView,
        kept: Mapping[str, Mapping[str, str]],
        waiting: Mapping[Event, Sequence[Attachment]],
    ) -> None:
        self._ticket = ticket = view.ticket
        self._waiting = waiting
        self._readers: dict[Event, Tag] = {}
        first = next((event for event in MODES if event in view.allowed), Event.NOTE)
        with tag('div', '', 'composer', data_mode=first, data_composer=''):
            with tag('div', '', 'modes', role='group', aria_label=_('What you write')):
                self._modes = {event: self._mode(event, is_first=event == first) for event in MODES}
            self._canned = CannedMenu(view)
            self._writings = [self._writing(event, kept.get(drafts.ticket_key(ticket, event), {})) for event in MODES]

    def show(self, view: TicketView) -> None:
        """What cannot be done now is greyed out; what was typed there stays. Who will read it is as of now."""
        for event, element in self._modes.items():
            element.props['disabled'] = event not in view.allowed
        for writing in self._writings:
            writing.shown = view.ticket.last_seq
        for event, element in self._readers.items():
            element.text = _readers(event, view)

    def _mode(self, event: Event, *, is_first: bool) -> Tag:
        mode, pressed = MODES[event], 'true' if is_first else 'false'
        with tag(
            'button', '', 'mode', type='button', aria_pressed=pressed, data_write=event, data_key=mode.key
        ) as element:
            tag('span', _(mode.word))
            tag('kbd', mode.key, aria_hidden='true')
        element.props['aria-keyshortcuts'] = mode.key
        return element

    def _writing(self, event: Event, kept: Mapping[str, str]) -> Writing:
        mode, files = MODES[event], drafts.ticket_key(self._ticket, event)

        async def say(values: Values, seen_seq: int | None) -> None:
            actor, written = await viewer(), values.get('text', '')
            seen = [] if seen_seq is None else [seen_seq]
            if values.get('then') == 'wait':
                await conversation.ask(actor, self._ticket, written, files, *seen)
                await drafts.forget(actor, drafts.ticket_key(self._ticket, event))
            else:
                code = {'code': values.get('code', '')} if event == Event.RESOLVE else {}
                await mode.say(actor, self._ticket, written, files, *seen, **code)

        writing = Writing(self._ticket, event, kept, say, data_form=event)
        writing.prose(_(mode.label))
        if event == Event.RESOLVE:
            codes = [(code, _(word)) for code, word in RESOLUTION.items()]
            writing.form.select('code', _('How it was solved'), codes, value=kept.get('code', ''))
        with writing.form.element, tag('div', '', 'composer-foot'):
            file_button(files, self._waiting[event])
            self._canned.button()
            self._readers[event] = tag('span', '', 'muted readers line')
            if event == Event.REPLY:
                tag('button', _('Send and wait'), 'button button-secondary', type='submit', name='then', value='wait')
            send_button(_(mode.send), 'send')
        return writing


def _readers(event: Event, view: TicketView) -> str:
    name = view.ticket.requester.first_name
    if event == Event.REPLY and view.copies:
        return _('To %(name)s and %(count)d in copy', name=name, count=len(view.copies))
    return _(MODES[event].readers.msgid, name=name)
