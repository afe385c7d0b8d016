"""The picker of canned texts in the composer: typed text finds one, Enter puts it where the cursor is.

A macro says first what will happen, and then does it. Finding and putting in is the browser's (assets/js/canned.js).
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from nicegui.events import GenericEventArguments

from models.lifecycle import Event, Status, events
from services.desk import canned_texts
from services.desk.canned_texts import Filled, left_over
from services.language import N_, Text
from services.plain_text import PROSE
from services.refusals import Arrived
from services.tickets import ticket_view
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.elements import button, icon, icon_button, link, tag
from webui.form.forms import Form, Values, send_button
from webui.form.sheet import sheet
from webui.i18n import _
from webui.markup import fill, icon_markup, linkify, rich
from webui.viewer import viewer

# What a macro does besides sending its text: its button, and what will happen
THEN: Mapping[str, tuple[Text, Text]] = {
    Event.ASK: (N_('Send and wait'), N_('%(name)s gets this question, and the ticket waits for the answer.')),
    Event.RESOLVE: (N_('Send solution'), N_('%(name)s gets this solution and is asked to confirm it.')),
    Event.HOLD: (N_('Send and put on hold'), N_('%(name)s gets this text, and the ticket waits for a third party.')),
    Event.TAKE: (N_('Take and send'), N_('The ticket is yours from now on, and %(name)s gets this text.')),
}
CHOSEN = '(event) => emit(event.detail)'
_OPTION = Markup(
    '<div class="canned-option" role="option" id="canned-{id}" aria-selected="false" data-text="{text}"'
    ' data-macro="{macro}"><b>{title}</b>{then}</div>'
)
_THEN = Markup('<span class="chip" data-tone="work">{}{}</span>')
_PREVIEW = Markup('<div class="canned-text" data-for="canned-{}" hidden>{}{}</div>')
_LEFT = Markup('<p class="canned-left">{}{}</p>')


class CannedMenu:
    """Draws the dialogs of one ticket's composer; `button` draws what opens them into one of its forms."""

    def __init__(self, view: TicketView) -> None:
        self._number = view.ticket.number
        self._dialogs = tag('div')

    def button(self) -> None:
        """Opens the picker for the text of the form around it; `/` in an empty text and Ctrl+Space do too."""
        opener = icon_button(_('Canned texts'), 'zap', self._open)
        opener.props['data-canned'] = ''
        opener.props['aria-haspopup'] = 'dialog'
        tag('p', '', 'canned-left', role='status', data_left='', data_words=_('Not filled in: %(blanks)s', blanks='{}'))

    @action
    async def _open(self) -> None:
        actor = await viewer()
        view = await ticket_view.view(actor, self._number)
        possible = _possible(view)
        texts = [text for text in await canned_texts.for_ticket(actor, view.ticket) if text.then in possible]
        self._dialogs.clear()
        with self._dialogs, sheet(_('Canned texts')) as dialog:
            dialog.props['data-picker'] = ''
            with tag('div', '', 'canned'):
                tag('label', _('Find a text'), 'sr-only', for_='canned-find')
                tag(
                    'input', '', 'input', id='canned-find', type='search', role='combobox', autocomplete='off',
                    autofocus=True, placeholder=_('Find a text'), aria_expanded='true', aria_controls='canned-list',
                )  # fmt: skip
                options = rich('div', 'canned-list')
                options.props.update({'role': 'listbox', 'id': 'canned-list', 'aria-label': _('Canned texts')})
                fill(options, Markup('').join(map(_option, texts)))
                preview = rich('div', 'canned-preview')
                preview.props['aria-live'] = 'polite'
                fill(preview, Markup('').join(map(_preview, texts)))
            tag('p', _('No text fits.'), 'muted small', data_nothing='', hidden=bool(texts))
            with tag('p', '', 'canned-foot muted small'):
                tag('span', _('Enter puts it in, Esc leaves'), 'on-desk')
                link(_('Manage canned texts'), '/desk/texts')
        dialog.on('macro', self._macro, js_handler=CHOSEN)
        dialog.run_method('mesaPick')

    @action
    async def _macro(self, event: GenericEventArguments) -> None:
        """Say what will happen, and let it happen when it is sent."""
        actor = await viewer()
        view = await ticket_view.view(actor, self._number)
        texts = await canned_texts.for_ticket(actor, view.ticket)
        macro = next((text for text in texts if text.id == event.args and text.then in _possible(view)), None)
        if macro is not None:
            self._confirm(view, macro)

    def _confirm(self, view: TicketView, macro: Filled) -> None:
        send, what = THEN[macro.then]
        seen = view.ticket.last_seq

        async def run(values: Values) -> None:
            nonlocal seen
            actor = await viewer()
            try:
                await canned_texts.run(actor, view.ticket, macro.id, values.get('text', ''), seen)
            except Arrived:  # told once; the thread behind shows what arrived
                seen = (await ticket_view.find(actor, self._number)).last_seq
                raise
            dialog.run_method('close')

        self._dialogs.clear()
        with self._dialogs, sheet(macro.title) as dialog:
            with tag('p', '', 'banner', data_tone='work'):
                icon('zap')
                tag('b', _(what, name=view.ticket.requester.first_name))
            form = Form(run)
            form.prose('text', _('Text'), value=macro.text, rows=8, maxlength=PROSE)
            with form.element, tag('div', '', 'form-foot'):
                send_button(_(send), 'send').props['autofocus'] = True
                button(_('Cancel')).props['data-closes'] = ''
        if left := left_over(macro.text):
            form.show({'text': N_('Fill in or delete: %(blanks)s', blanks=', '.join(left))})
        dialog.run_method('showModal')


def _possible(view: TicketView) -> Sequence[str]:
    """What a text may do in this ticket now; a new one is open as soon as it has an answer."""
    allowed = view.allowed
    if view.ticket.status == Status.NEW and Event.REPLY in allowed:
        allowed |= events(Status.OPEN, view.roles)
    return ['', *(event for event in THEN if event in allowed)]


def _option(text: Filled) -> Markup:
    then = _THEN.format(icon_markup('zap'), _(THEN[text.then][0])) if text.then else ''
    return _OPTION.format(id=text.id, text=text.text, macro=text.id if text.then else '', title=text.title, then=then)


def _preview(text: Filled) -> Markup:
    left = left_over(text.text)
    words = _LEFT.format(icon_markup('triangle-alert'), _('Not filled in: %(blanks)s', blanks=', '.join(left)))
    return _PREVIEW.format(text.id, linkify(text.text), words if left else '')
