"""«En copia»: who else follows a ticket, for its customer and for the desk (S3-20)."""

from functools import partial

from nicegui.element import Element

from models import Ticket, Watcher
from models.lifecycle import Event
from services.tickets import copies
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.elements import heading, icon_button, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.live import LiveList
from webui.viewer import viewer


class CopiesPanel:
    """Draws the list and the form to add to it; `show` fills it. What somebody types in the form stays."""

    def __init__(self, ticket: Ticket, classes: str = 'card') -> None:
        self._ticket = ticket
        self._may_add = self._may_remove = False
        with tag('section', '', f'copies {classes}', aria_label=_('In copy')) as self.element:
            heading(_('In copy'), 2, 'card-title' if classes else 'facts-title')
            rows = tag('ul', '', 'copy-rows')
            self._nobody = tag('p', _('Nobody else gets the mails of this ticket.'), 'muted small')
            self._rows = LiveList[Watcher](
                rows, key=lambda one: one.id, stamp=self._stamp, make=self._make, update=self._update
            )
            with tag('details', '', 'copy-add') as self._adding:
                tag('summary', _('Add people'), 'button button-quiet', role='button')
                self._form = Form(self._add)
                hint = _('Separate several with commas. They get every answer of the desk by mail.')
                self._form.line('copy_to', _('Mail addresses'), hint=hint, maxlength=5000, autocomplete='off')
                with self._form.element:
                    send_button(_('Put in copy'))

    def show(self, view: TicketView) -> None:
        self._may_add, self._may_remove = Event.COPY in view.allowed, Event.UNCOPY in view.allowed
        self._rows.show(view.copies)
        self._nobody.set_visibility(not view.copies)
        self._adding.set_visibility(self._may_add)

    def _stamp(self, one: Watcher) -> object:
        return one.can_reply, self._may_add, self._may_remove

    @staticmethod
    def _make(_one: Watcher) -> Element:
        return tag('li', '', 'copy-row')

    def _update(self, row: Element, one: Watcher) -> None:
        row.clear()
        with row:
            with tag('div', '', 'row-words'):
                tag('b', one.email, dir='auto')
                tag('span', _what_he_has(one), 'muted small')
            if self._may_add:
                pressed = 'true' if one.can_reply else 'false'
                name = _('%(address)s may write', address=one.email)
                switch = tag('button', '', 'switch', type='button', aria_pressed=pressed, aria_label=name, title=name)
                switch.on('click', partial(self._allow, one, not one.can_reply), args=[])
            if self._may_remove:
                icon_button(_('Remove %(name)s', name=one.email), 'x', partial(self._remove, one))

    async def _add(self, values: Values) -> None:
        await copies.add_copies(await viewer(), self._ticket, values.get('copy_to', ''))
        self._form.clear()

    @action
    async def _allow(self, one: Watcher, can_reply: bool) -> None:
        await copies.allow_reply(await viewer(), self._ticket, one.id, can_reply=can_reply)

    @action
    async def _remove(self, one: Watcher) -> None:
        await copies.remove_copy(await viewer(), self._ticket, one.id)


def _what_he_has(one: Watcher) -> str:
    """By which way he reads the ticket, and whether he may write."""
    if one.user_id:
        return _('With an account; reads and writes') if one.can_reply else _('With an account; only reads')
    return _('By a link of his own; reads and writes') if one.can_reply else _('By a link of his own; only reads')
