"""The dialog by which a ticket becomes one of an incident."""

from models import User
from models.lifecycle import Event
from services.incidents import incident_links
from services.language import N_, Words
from services.plain_text import is_id
from services.refusals import Invalid
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _
from webui.viewer import viewer


async def link_dialog(view: TicketView) -> None:
    async def link(actor: User, values: Values) -> None:
        await incident_links.link(actor, view.ticket, _chosen(values))

    found = await incident_links.open_incidents(await viewer())
    lead = _('The customer reads each update in his ticket, and gets it by mail.')
    title, send = _('Link to an incident'), _('Link')
    async with action_dialog(view.ticket, Event.LINK, title, send, link, lead=lead) as form:
        options = [(str(one.id), _(Words.of(one, 'title'))) for one in found]
        form.select('incident', _('Network incident'), options, hint='' if found else _('No incident is open now.'))


def _chosen(values: Values) -> int:
    incident = values.get('incident', '')
    if not is_id(incident):
        raise Invalid({'incident': N_('Choose one of the options')})
    return int(incident)
