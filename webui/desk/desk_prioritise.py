"""The dialog that changes the priority of a ticket, with a reason (S2-10)."""

from models import User
from models.lifecycle import Event
from services.plain_text import PROSE
from services.sla.priorities import priority
from services.tickets import prioritising
from services.tickets.ticket_view import TicketView
from webui.appearance import IMPACT, PRIORITY, URGENCY
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _


async def prioritise_dialog(view: TicketView) -> None:
    """The two questions as they are answered now, and what overrides the matrix, if anything does."""
    ticket = view.ticket

    async def prioritise(actor: User, values: Values) -> None:
        urgency, impact, text = (values.get(name, '') for name in ('urgency', 'impact', 'text'))
        await prioritising.prioritise(actor, ticket, urgency, impact, text, values.get('priority') or None)

    override = '' if ticket.priority == await priority(ticket.impact, ticket.urgency) else ticket.priority
    levels = [('', _('As urgency and importance say')), *((key, _(look.word)) for key, look in PRIORITY.items())]
    title, send = _('Change the priority'), _('Change priority')
    async with action_dialog(ticket, Event.PRIORITISE, title, send, prioritise) as form:
        urgencies = [(key, f'{_(word)}. {_(more)}') for key, (word, more) in URGENCY.items()]
        impacts = [(key, f'{_(word)}. {_(more)}') for key, (word, more) in IMPACT.items()]
        form.select('urgency', _('Urgency'), urgencies, value=ticket.urgency)
        form.select('impact', _('Importance'), impacts, value=ticket.impact)
        form.select('priority', _('Priority'), levels, value=override)
        form.prose('text', _('Reason'), hint=_('The customer reads it too.'), rows=3, maxlength=PROSE)
