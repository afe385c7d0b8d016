"""The one question that waits for the customer, on top of his ticket, with the place to answer it."""

from models import User
from models.catalog_item import TicketKind
from models.lifecycle import Event
from services.settings import Closing
from services.tickets import conversation, resolution
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.elements import button, heading, icon, tag
from webui.form.kept_form import Kept
from webui.formats import moment
from webui.i18n import _
from webui.markup import fill, linkify, rich
from webui.tickets.rating_dialog import Rate
from webui.viewer import viewer


class AskedCard:
    """«Te preguntamos algo» (S0-14). What somebody is writing in it stays, though the question was answered already."""

    def __init__(self, view: TicketView, kept: Kept, _rate: Rate) -> None:
        with tag('section', '', 'question', data_tone='warn') as self.box:
            icon('message-circle')
            with tag('div', '', 'question-words'):
                self.title = heading('', 2)
                self.words = rich('div')
                self.until = tag('p', '', 'muted small')
            self.form = kept.form(Event.ASK, _('Answer here'), _('Answer'), self._answer, files=True)
        self.ticket = view.ticket

    @staticmethod
    def is_due(view: TicketView, kept: Kept) -> bool:
        return Event.COMMENT in view.allowed and (view.asked is not None or bool(kept.texts.get(Event.ASK)))

    def show(self, view: TicketView, _policy: Closing) -> None:
        asked = view.asked
        self.title.text = _('We asked you something') if asked else _('The question has its answer already')
        self.box.props['aria-label'] = self.title.text
        self.box.props['data-tone'] = 'warn' if asked else 'quiet'
        self.until.text = _(view.ending.told(moment(view.ending.at))) if asked and view.ending else ''
        fill(self.words, linkify(asked.body if asked else _('What you were writing is still here.')))

    async def _answer(self, actor: User, text: str, form_key: str, writer: str) -> None:
        await conversation.comment(actor, self.ticket, text, form_key, writer=writer)


class ConfirmCard:
    """«¿Quedó solucionado?» (S0-32), and then how the service was."""

    def __init__(self, view: TicketView, kept: Kept, rate: Rate) -> None:
        self.ticket, self._rate = view.ticket, rate
        with tag('section', '', 'question', aria_label=_('Is it solved?')) as self.box:
            icon('circle-check')
            with tag('div', '', 'question-words'):
                self.title = heading('', 2)
                self.words = tag('p')
                self.until = tag('p', '', 'muted small')
            with tag('div', '', 'question-answers'):
                button(_('It still fails'), self._ask_why)
                button(_('Yes, confirm'), self._confirm, icon_name='check', kind='primary')
            self.form = kept.form(Event.REJECT_SOLUTION, _('What still fails?'), _('Send'), self._reject)
        self.form.element.set_visibility(bool(kept.texts.get(Event.REJECT_SOLUTION)))

    @staticmethod
    def is_due(view: TicketView, _kept: Kept) -> bool:
        return Event.CONFIRM in view.allowed

    def show(self, view: TicketView, _policy: Closing) -> None:
        name = view.ticket.assignee.first_name if view.ticket.assignee else _('The desk')
        if view.ticket.kind == TicketKind.SUGGESTION:
            self.title.text = _('%(name)s has answered your suggestion. Is that all right?', name=name)
            self.words.text = _('Confirm it, or tell us what is missing.')
        else:
            self.title.text = _('%(name)s marked your ticket as solved. Is it solved?', name=name)
            self.words.text = _('Do not forget to confirm the solution.')

        self.until.text = _(view.ending.told(moment(view.ending.at))) if view.ending else ''

    def _ask_why(self) -> None:
        self.form.element.set_visibility(True)
        self.form.fields['text'].control.run_method('focus')

    @action
    async def _confirm(self) -> None:
        await resolution.confirm(await viewer(), self.ticket)
        self._rate(is_confirmed=True)

    async def _reject(self, actor: User, text: str, _form_key: str, writer: str) -> None:
        await resolution.reject_solution(actor, self.ticket, text, writer)
