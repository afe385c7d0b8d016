"""The dialogs that say whether an urgent ticket is paid for: not where it was a serious fault of ours (S3-25)."""

from models import User
from models.lifecycle import Event
from services.departments import cost_waiving
from services.plain_text import PROSE
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _


async def waive_dialog(view: TicketView) -> None:
    async def waive(actor: User, values: Values) -> None:
        await cost_waiving.waive(actor, view.ticket, values.get('text', ''))

    title, send = _('Serious fault of ours'), _('It has no cost')
    lead = _('What the customer accepted to pay is not charged. He reads it in the ticket.')
    async with action_dialog(view.ticket, Event.WAIVE_COST, title, send, waive, lead=lead) as form:
        form.prose(
            'text', _('What failed'), hint=_('The customer reads it too; you may leave it empty'), maxlength=PROSE
        )


async def charge_dialog(view: TicketView) -> None:
    async def charge(actor: User, values: Values) -> None:
        await cost_waiving.charge(actor, view.ticket, values.get('text', ''))

    title, send = _('It has a cost after all'), _('Charge it')
    lead = _('It was no serious fault of ours: what the customer accepted holds again.')
    async with action_dialog(view.ticket, Event.CHARGE_COST, title, send, charge, lead=lead) as form:
        form.prose('text', _('Why it has a cost'), hint=_('The customer reads it in the ticket'), maxlength=PROSE)
