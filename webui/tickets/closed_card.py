"""Why a ticket is closed, how it was rated, and how its customer comes back (S2-15, S0-8)."""

from collections.abc import Mapping

from markupsafe import Markup
from nicegui import ui

from models import User
from models.lifecycle import CloseReason, Event
from services import brakes
from services.clock import now
from services.language import N_, Text
from services.settings import Closing
from services.tickets import closing
from services.tickets.rating import rate_until
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.appearance import CLOSE_REASON, FACES
from webui.elements import button, heading, icon, notify, tag
from webui.form.kept_form import Kept
from webui.formats import moment
from webui.i18n import _
from webui.markup import fill, icon_markup, rich
from webui.tickets.rating_dialog import Rate

KINDLY: Mapping[str, Text] = {
    CloseReason.CONFIRMED: N_('Thank you for telling us.'),
    CloseReason.AUTO_CONFIRMED: N_('We heard nothing against the solution and took it as good.'),
    CloseReason.BY_REQUESTER: N_('Nothing more had to be done.'),
    CloseReason.NO_CONTACT: N_('We asked you something and could not reach you.'),
    CloseReason.INSUFFICIENT: N_('Without some details we could not go on: the conversation says which.'),
    CloseReason.OUT_OF_SCOPE: N_('The conversation says where you will be helped.'),
    CloseReason.DUPLICATE: N_('It is dealt with there, so that nothing is done twice.'),
    CloseReason.REJECTED_CHANGE: N_('Who had to approve it did not: the conversation says why.'),
    CloseReason.CANCELLED: N_('Nothing more will be done here.'),
}
_INTO = Markup('{words} <a href="/tickets/{number}">{number}</a>')
_RATED = Markup('<p class="rated">{icon}<b>{word}</b><span dir="auto">{comment}</span></p>')


class ClosedCard:
    """The card of a closed ticket; `rate` opens the rating."""

    def __init__(self, view: TicketView, kept: Kept, rate: Rate) -> None:
        self.ticket = view.ticket
        self.is_writing, self._is_open = bool(kept.texts.get(Event.REOPEN)), False
        with tag('section', '', 'question', data_tone='quiet', aria_label=_('This ticket is closed')) as self.box:
            icon('lock')
            with tag('div', '', 'question-words'):
                self.title = heading('', 2)
                self.words = tag('p')
                self.related = rich('p')
                self.rated = rich('div')
            with tag('div', '', 'question-answers'):
                self.rate = button('', lambda: rate())
                self.back = button('', self._write)
            self.form = kept.form(Event.REOPEN, _('What do you still need?'), _('Send'), self._come_back, files=True)

    @staticmethod
    def is_due(view: TicketView, _kept: Kept) -> bool:
        return view.ticket.is_closed

    def show(self, view: TicketView, policy: Closing) -> None:
        self.ticket = ticket = view.ticket
        reason = ticket.close_reason or CloseReason.CANCELLED
        is_open = Event.REOPEN in view.allowed and closing.may_reopen(ticket, view.roles, policy)
        self._is_open = is_open
        may_go_on = is_open or Event.FOLLOW_UP in view.allowed
        self.title.text = _(CLOSE_REASON[reason])
        self.words.text = ' '.join([_(KINDLY[reason]), *_what_now(view, policy, is_open=is_open)])
        self.back.text = _('Reopen ticket') if is_open else _('Create a related ticket')
        self.back.set_visibility(may_go_on and not self.is_writing)
        self.form.element.set_visibility(may_go_on and self.is_writing)
        into = view.merge.into.number if view.merge else ''
        fill(self.related, _INTO.format(words=_('Goes on in'), number=into) if into else Markup())
        self._show_rating(view, policy)

    def _show_rating(self, view: TicketView, policy: Closing) -> None:
        stars, until = view.ticket.rating, rate_until(view.ticket, policy)
        self.rate.text = _('Change the rating') if stars else _('Rate the service')
        self.rate.set_visibility(Event.RATE in view.allowed and until is not None and now() <= until)
        if stars:
            icon_name, word = FACES[stars]
            comment = view.ticket.rating_comment
            fill(self.rated, _RATED.format(icon=icon_markup(icon_name), word=_(word), comment=comment))

    @action
    async def _write(self) -> None:
        ticket = self.ticket
        lacks = ticket.close_reason == CloseReason.INSUFFICIENT and ticket.item.is_active
        if lacks or await self._needs_form():
            self._to_form()
            return
        self.is_writing = True
        self.back.set_visibility(False)
        self.form.element.set_visibility(True)
        self.form.fields['text'].control.run_method('focus')

    async def _needs_form(self) -> bool:
        return not self._is_open and await closing.needs_form(self.ticket)

    def _to_form(self) -> None:
        """What lacks is asked there."""
        item = self.ticket.item
        of_type = f'/{item.slug}?from={self.ticket.number}' if item.is_active else ''
        ui.navigate.to(f'/tickets/new{of_type}')

    async def _come_back(self, actor: User, text: str, form_key: str, writer: str) -> None:
        if await self._needs_form():  # the days in which it could be reopened are over since
            self._to_form()
            return
        await brakes.slow_down(brakes.TICKET, str(actor.id))
        found = await closing.come_back(actor, self.ticket, text, form_key, writer)
        self.is_writing = False
        if found.id == self.ticket.id:
            notify(_('Your ticket is open again.'))
        else:
            notify(_('We have created ticket %(number)s, which goes on with this one.', number=found.number))
            ui.navigate.to(f'/tickets/{found.number}')


def _what_now(view: TicketView, policy: Closing, *, is_open: bool) -> list[str]:
    until = closing.reopen_until(view.ticket, policy)
    if is_open and until and now() <= until:
        return [_('You can reopen it until %(moment)s.', moment=moment(until))]
    if not is_open and Event.FOLLOW_UP in view.allowed:
        return [_('If you still need something, create a related ticket: it knows what you have told us.')]
    return []
