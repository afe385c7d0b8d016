"""The dialog by which the desk goes on with a closed ticket (S2-15)."""

from models import User
from models.lifecycle import Event
from services.language import N_
from services.plain_text import PROSE
from services.tickets import closing, holding
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _

LETTER = N_('We have opened your ticket again, and go on with it.')


async def reopen_dialog(view: TicketView) -> None:
    async def reopen(actor: User, values: Values) -> None:
        await closing.reopen(actor, view.ticket, values.get('text', ''))

    async with action_dialog(view.ticket, Event.REOPEN, _('Reopen'), _('Send and reopen'), reopen) as form:
        text = holding.letter(LETTER, view.ticket.requester)
        form.prose('text', _('Message to the customer'), value=text, maxlength=PROSE)
