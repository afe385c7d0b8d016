"""The dialog that hands a ticket to another department."""

from models import User
from models.lifecycle import Event
from services.desk import queue
from services.plain_text import PROSE, is_id
from services.tickets import assignment
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _, saying
from webui.viewer import viewer


async def transfer_dialog(view: TicketView) -> None:
    """The other departments, each with how much it has to do."""
    ticket = view.ticket

    async def transfer(actor: User, values: Values) -> None:
        chosen = values.get('department', '')
        await assignment.transfer(actor, ticket, int(chosen) if is_id(chosen) else 0, values.get('text', ''))

    others = [
        row for row in await queue.departments(await viewer()) if row['id'] != ticket.department_id and row['is_active']
    ]
    names = [
        (str(row['id']), _('%(name)s · %(count)d open', name=saying(row['name']), count=row['count'])) for row in others
    ]
    lead = _('The time that has passed counts there too.')
    title, send = _('Transfer'), _('Transfer')
    async with action_dialog(ticket, Event.TRANSFER, title, send, transfer, lead=lead) as form:
        form.select('department', _('Department'), names)
        form.prose('text', _('Note for them'), hint=_('Only the desk reads it'), rows=3, maxlength=PROSE)
