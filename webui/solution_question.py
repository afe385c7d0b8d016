"""The one question that waits for the customer, on top of his ticket."""

from nicegui.element import Element

from models.lifecycle import Event
from services import resolution
from services.plain_text import PROSE
from services.ticket_view import TicketView
from webui.actions import action
from webui.elements import button, heading, icon, tag
from webui.forms import Form, Values, send_button
from webui.i18n import _
from webui.live import LiveList
from webui.markup import fill, linkify, rich
from webui.viewer import viewer


def question_list(parent: Element) -> LiveList[TicketView]:
    """Shows the question of one view, and draws it anew only when it is another one."""
    return LiveList(parent, key=_stamp, stamp=_stamp, make=_make, update=lambda _element, _view: None)


def _stamp(view: TicketView) -> tuple[object, ...]:
    return view.ticket.id, view.ticket.status, view.ticket.resolved_at, view.asked and view.asked.id


def _make(view: TicketView) -> Element:
    return _confirm(view) if Event.CONFIRM in view.allowed else _asked(view)


def _asked(view: TicketView) -> Element:
    """«Te preguntamos algo» (S0-14)."""
    with tag('section', '', 'question', data_tone='warn', aria_label=_('We asked you something')) as box:
        icon('message-circle')
        with tag('div', '', 'question-words'):
            heading(_('We asked you something'), 2)
            if view.asked:
                fill(rich('div'), linkify(view.asked.body))
        with tag('div', '', 'question-answers'):
            tag('a', _('Answer'), 'button button-primary', href='#answer', data_focus='answer')
    return box


def _confirm(view: TicketView) -> Element:
    """«¿Quedó solucionado?» (S0-32)."""
    ticket = view.ticket

    @action
    async def confirm() -> None:
        await resolution.confirm(await viewer(), ticket)

    async def reject(values: Values) -> None:
        await resolution.reject_solution(await viewer(), ticket, values.get('text', ''))

    with tag('section', '', 'question', aria_label=_('Is it solved?')) as box:
        icon('circle-check')
        with tag('div', '', 'question-words'):
            name = ticket.assignee.first_name if ticket.assignee else _('The desk')
            heading(_('%(name)s marked your ticket as solved. Is it solved?', name=name), 2)
            tag('p', _('Do not forget to confirm the solution.'))
        with tag('div', '', 'question-answers'):
            button(_('It still fails'), lambda: form.element.set_visibility(True))
            button(_('Yes, confirm'), confirm, icon_name='check', kind='primary')
        form = Form(reject)
        form.prose('text', _('What still fails?'), rows=3, maxlength=PROSE)
        with form.element, tag('div', '', 'form-foot'):
            send_button(_('Send'))
        form.element.set_visibility(False)
    return box
