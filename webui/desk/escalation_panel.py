"""Escalation beside a ticket: its levels, whom to call now, what came of it, the way to the next (S1-11 to S1-13)."""

import asyncio
from collections.abc import Callable
from functools import partial

from nicegui.element import Element

from models import Ticket
from models.entry import EntryKind
from models.lifecycle import Event
from services.clock import now
from services.escalation import escalating
from services.escalation.escalating import Came, Rung, Walk
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.desk.escalate_dialog import escalate_dialog
from webui.elements import button, heading, icon, link, tag
from webui.formats import moment, span
from webui.i18n import _
from webui.tickets.escalation_words import CAME
from webui.tickets.what_is_said import phone_address
from webui.viewer import viewer


class EscalationPanel:
    """One card for both sides. The desk sees it once somebody escalated; until then it has its menu."""

    def __init__(self, again: Callable[[], object], classes: str = 'card') -> None:
        """`again` lets the page show the ticket once more: that a wait is over makes no event."""
        self._again, self._is_desk = again, not classes
        self._view: TicketView | None = None
        self._shown: object = None
        self._timer: asyncio.TimerHandle | None = None
        with tag('section', '', f'escalation {classes}', aria_label=_('Escalation')) as self.element:
            heading(_('Escalation'), 2, 'card-title' if classes else 'facts-title')
            self._state = tag('div', '', 'stack-tight', role='status')
            self._dialogs = tag('div')

    async def show(self, view: TicketView) -> None:
        self._view = view
        is_open = Event.ESCALATE in view.allowed and (not self._is_desk or _is_begun(view))
        self.element.set_visibility(is_open)
        if not is_open:
            return
        walk = await escalating.walk(await viewer(), view.ticket, view.timeline)
        if self._is_desk:
            self.element.set_visibility(walk.current is not None)
        self._look_again(walk)
        shown = walk, bool(walk.current and walk.current.is_exhausted)
        if shown == self._shown:
            return  # whoever is at one of its buttons stays there
        self._shown = shown
        self._state.clear()
        with self._state:
            self._draw(walk)

    def _draw(self, walk: Walk) -> None:
        current = walk.current
        if current is None:
            tag('p', _('Only for emergencies, and one level after the other.'), 'muted small')
        with tag('ol', '', 'rungs'):
            for one in walk.rungs:
                self._rung(one, is_current=one is current)
        if current is None:
            button(_('Escalate'), self._begin, icon_name='arrow-up-right')
        elif current.outcome and walk.following:
            role = _(walk.following.role)
            if current.is_exhausted:
                button(_('Go on to %(role)s', role=role), self._go_on, icon_name='arrow-up-right')
            else:
                tag('p', _('You can go on to %(role)s: %(time)s.', role=role, time=moment(current.free_at)), 'small')
        elif current.outcome:
            tag('p', _('That was the last level. Write in the ticket what came of it.'), 'muted small')

    def _rung(self, one: Rung, *, is_current: bool) -> None:
        level = one.level
        with tag('li', '', 'rung', data_open='yes' if one.since else 'no'):
            tag('span', str(level.number), 'avatar avatar-small', aria_hidden='true', data_tone='work')
            with tag('div', '', 'rung-words'):
                tag('b', _(level.role), dir='auto')
                if one.since:
                    tag('span', _since(one), 'muted small', dir='auto')
                if one.is_told:
                    _ways(one)
                elif level.wait:
                    tag('span', _('has %(span)s to answer', span=span(level.wait)), 'muted small')
                if one.outcome:
                    word, tone = CAME[one.outcome]
                    tag('span', _(word), 'chip', data_tone=tone)
                elif is_current:
                    with tag('div', '', 'rung-outcomes', role='group', aria_label=_('What came of it')):
                        for came in Came:
                            button(_(CAME[came][0]), partial(self._record, level.number, came))

    def _look_again(self, walk: Walk) -> None:
        """Show it anew when the wait is over."""
        if self._timer:
            self._timer.cancel()
        self._timer = None
        current = walk.current
        if current and current.outcome and not current.is_exhausted:
            left = (current.free_at - now()).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(max(0.0, left) + 0.1, self._over)

    def _over(self) -> None:
        if not self.element.is_deleted:
            self._again()

    @property
    def _ticket(self) -> Ticket:
        assert self._view is not None, 'what is pressed was shown'
        return self._view.ticket

    @action
    async def _begin(self) -> None:
        self._dialogs.clear()
        if self._view:
            with self._dialogs:
                await escalate_dialog(self._view)

    @action
    async def _go_on(self) -> None:
        actor = await viewer()
        following = (await escalating.walk(actor, self._ticket)).following
        if following:
            await escalating.escalate(actor, self._ticket, following.number)

    @action
    async def _record(self, level: int, came: Came) -> None:
        await escalating.record(await viewer(), self._ticket, level, came)


def _is_begun(view: TicketView) -> bool:
    """Its lines tell, as long as all of them are here."""
    return view.has_earlier or any(line.entry.kind == EntryKind.ESCALATION for line in view.lines)


def _since(one: Rung) -> str:
    assert one.since is not None, 'a level that somebody turned to'
    return ' · '.join(filter(None, (one.level.name, moment(one.since))))


def _ways(one: Rung) -> Element:
    """How to reach this level."""
    level = one.level
    with tag('div', '', 'channels') as place:
        for number in level.phones:
            link(number, phone_address(number), 'way', 'phone')
        if level.mail:
            link(level.mail, f'mailto:{level.mail}', 'way', 'mail')
        if not level.phones and not level.mail:
            with tag('p', '', 'muted small'):
                icon('info')
                tag('span', _('There is no number yet: write in the ticket.'))
    return place
