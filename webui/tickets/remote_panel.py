"""Remote support beside a ticket: the technician's code, the customer's box for it, and whether they are connected."""

import asyncio
from collections.abc import Callable

from models import Ticket
from models.entry import EntryKind
from models.lifecycle import Event
from services import settings
from services.clock import now
from services.tickets import remote_support
from services.tickets.remote_program import RemoteSupport
from services.tickets.remote_support import Remote
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.elements import button, heading, icon, link, tag
from webui.form.copy_button import copy_button
from webui.form.forms import Form, Values, send_button
from webui.formats import NBSP, clock_time
from webui.i18n import _
from webui.viewer import viewer


class RemotePanel:
    """One card for both sides; what each may do decides what it gets. A code is shown to who made it, once."""

    def __init__(self, ticket: Ticket, again: Callable[[], object], classes: str = 'card') -> None:
        """`again` lets the page show the ticket once more: what is over by the time alone makes no event."""
        self._ticket, self._again = ticket, again
        self._code = ('', '')  # of which session, and the code
        self._shown: object = None
        self._timer: asyncio.TimerHandle | None = None
        with tag('section', '', f'remote {classes}', aria_label=_('Remote support')) as self.element:
            heading(_('Remote support'), 2, 'card-title' if classes else 'facts-title')
            self._state = tag('div', '', 'stack-tight', role='status')
            self._form = Form(self._join, classes='form remote-code')
            self._form.line('code', _('Code of your technician'), inputmode='numeric', autocomplete='off', maxlength=12)
            with self._form.element:
                send_button(_('Connect'))
            self._offer = button(_('Make a code'), self._make_code, icon_name='monitor')
            self._end = button(_('End the remote support'), self._end_it, icon_name='x')

    async def show(self, view: TicketView) -> None:
        self._ticket = view.ticket
        remote = await remote_support.shown(view.ticket) if self._was_offered(view) else None
        is_connected = remote is not None and remote.is_connected
        self._form.element.set_visibility(Event.JOIN_REMOTE in view.allowed and not is_connected)
        self._offer.set_visibility(Event.OFFER_REMOTE in view.allowed and not is_connected)
        self._end.set_visibility(Event.END_REMOTE in view.allowed and is_connected)
        may_do = {Event.JOIN_REMOTE, Event.OFFER_REMOTE} & view.allowed
        self.element.set_visibility(bool(may_do) or is_connected)
        is_desk = Event.OFFER_REMOTE in may_do
        self._look_again(remote)
        program = await settings.load(RemoteSupport)
        shown = remote, self._code, program, may_do
        if shown == self._shown:
            return  # whoever is at its link stays there
        self._shown = shown
        self._state.clear()
        with self._state:
            if remote and remote.is_connected:
                self._connected(remote, program, is_desk=is_desk)
            elif remote and may_do:
                self._offered(remote, is_desk=is_desk)
            elif Event.JOIN_REMOTE in may_do:
                tag('p', _('If your technician asks you to, type here the code that you are told.'), 'muted small')

    @staticmethod
    def _was_offered(view: TicketView) -> bool:
        """Its lines tell, as long as all that may be of now are here."""
        return view.has_earlier or any(line.entry.kind == EntryKind.REMOTE for line in view.lines)

    def _connected(self, remote: Remote, program: RemoteSupport, *, is_desk: bool) -> None:
        with tag('p', '', 'remote-connected'):
            with tag('span', '', 'chip', data_tone='ok'):
                icon('circle-check')
                tag('span', _('Connected'))
            name, time = remote.technician.full_name, clock_time(remote.since)
            words = (
                _('since %(time)s', time=time) if is_desk else _('with %(name)s since %(time)s', name=name, time=time)
            )
            tag('span', words, 'muted small')
        if address := program.address(self._ticket.number, remote.session):
            name = _('Open %(program)s', program=program.name)
            link(name, address, 'button button-primary', 'external-link', target='_blank', rel='noopener noreferrer')

    def _offered(self, remote: Remote, *, is_desk: bool) -> None:
        time = clock_time(remote.until)
        session, code = self._code
        if session == remote.session:
            with tag('p', '', 'remote-shown'):
                tag('b', NBSP.join(code[at : at + 3] for at in range(0, len(code), 3)), 'remote-digits')
                copy_button(code)
            tag('p', _('Tell it to the customer, who types it in the ticket. Good until %(time)s.', time=time), 'small')
        elif is_desk:
            words = _('%(name)s has made a code, good until %(time)s.', name=remote.technician.full_name, time=time)
            tag('p', words, 'small')
        else:
            name = remote.technician.full_name
            words = _('%(name)s has a code for you. Type it here before %(time)s.', name=name, time=time)
            tag('p', words, 'small remote-due')

    def _look_again(self, remote: Remote | None) -> None:
        """Show the panel anew when what it shows is over."""
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if remote:
            left = (remote.until - now()).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(max(0.0, left) + 0.1, self._over)

    def _over(self) -> None:
        if not self.element.is_deleted:
            self._again()

    async def _join(self, values: Values) -> None:
        await remote_support.join(await viewer(), self._ticket, values.get('code', ''))
        self._form.clear()

    @action
    async def _make_code(self) -> None:
        code = await remote_support.offer(await viewer(), self._ticket)
        if made := await remote_support.state(self._ticket):
            self._code = made.session, code
        self._again()

    @action
    async def _end_it(self) -> None:
        await remote_support.end(await viewer(), self._ticket)
