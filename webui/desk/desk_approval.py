"""The two answers of an approver (S1-10)."""

from models import User
from models.lifecycle import Event
from services.plain_text import PROSE
from services.tickets import holding
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _


async def approve_dialog(view: TicketView) -> None:
    async def approve(actor: User, values: Values) -> None:
        await holding.approve(actor, view.ticket, values.get('text', ''))

    async with action_dialog(view.ticket, Event.APPROVE, _('Approve'), _('Approve'), approve) as form:
        text = holding.letter(holding.APPROVED, view.ticket.requester)
        form.prose('text', _('Message to the customer'), value=text, maxlength=PROSE)


async def reject_dialog(view: TicketView) -> None:
    async def reject(actor: User, values: Values) -> None:
        await holding.reject_change(actor, view.ticket, values.get('text', ''))

    title, send = _('Do not approve'), _('Send and close')
    async with action_dialog(view.ticket, Event.REJECT_CHANGE, title, send, reject) as form:
        form.prose('text', _('Why not'), hint=_('The customer reads it too.'), maxlength=PROSE)
