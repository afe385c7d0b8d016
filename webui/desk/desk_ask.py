"""The dialog that asks the customer something and waits for the answer (S0-14)."""

from models import User
from models.lifecycle import Event
from services.plain_text import PROSE
from services.tickets import conversation
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _


async def ask_dialog(view: TicketView) -> None:
    async def ask(actor: User, values: Values) -> None:
        await conversation.ask(actor, view.ticket, values.get('text', ''))

    lead = _('The ticket waits for the answer, and its time stands still.')
    async with action_dialog(view.ticket, Event.ASK, _('Ask the customer'), _('Send and wait'), ask, lead=lead) as form:
        form.prose('text', _('Your question'), maxlength=PROSE)
