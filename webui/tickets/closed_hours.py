"""What a customer reads while the department of his ticket is closed: he goes on, and knows when it opens (S0-10)."""

from models import Ticket
from models.lifecycle import Status
from services.clock import now
from services.hours.opening_hours import calendar_of, opening
from webui.elements import icon, tag
from webui.i18n import _
from webui.opening import opening_words


class ClosedHours:
    """A line that is seen while it is closed; `show` lets it follow the clock."""

    def __init__(self) -> None:
        with tag('div', '', 'banner', data_tone='info', role='status') as self._line:
            icon('clock')
            with tag('span'):
                self._when = tag('b')
                tag('span', ' ' + _('Write to us all the same: it stays in your ticket.'))

    async def show(self, ticket: Ticket) -> None:
        hours = opening(await calendar_of(ticket.department_id), now())
        is_told = not hours.is_open and ticket.status != Status.CLOSED
        self._line.set_visibility(is_told)
        if is_told:
            opens, _tone = opening_words(hours)
            self._when.text = _('We are closed now. %(opens)s.', opens=opens) if opens else _('We are closed now.')
