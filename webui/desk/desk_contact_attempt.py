"""The dialog that writes down an attempt to reach a customer who does not answer (S4-9)."""

from models import User
from models.lifecycle import Event
from services import settings
from services.plain_text import PROSE
from services.tickets import contact_attempts
from services.tickets.silence_rules import Silence
from services.tickets.ticket_view import TicketView
from webui.appearance import OUTCOME, WAY
from webui.desk.desk_dialog import action_dialog
from webui.elements import link
from webui.form.forms import Values
from webui.i18n import _


async def contact_attempt_dialog(view: TicketView) -> None:
    """Which attempt it is, whom to call, and what came of it."""
    ticket = view.ticket

    async def log(actor: User, values: Values) -> None:
        way, outcome, text = (values.get(name, '') for name in ('way', 'outcome', 'text'))
        await contact_attempts.log_attempt(actor, ticket, way, outcome, text)

    limit = (await settings.load(Silence)).max_attempts
    lead = _('Attempt %(count)d of %(limit)d.', count=ticket.contact_attempts + 1, limit=limit)
    if ticket.contact_attempts + 1 >= limit:
        lead += ' ' + _('If it fails too, the ticket is closed and the customer is told.')
    title = _('Log a contact attempt')
    async with action_dialog(ticket, Event.CONTACT_ATTEMPT, title, _('Log it'), log, lead=lead) as form:
        phone = ticket.caller_phone or ticket.requester.phone
        if phone:
            with form.element:
                link(phone, f'tel:{phone}', 'way', icon_name='phone')
        form.select('way', _('By'), [(key, _(word)) for key, word in WAY.items()])
        form.select('outcome', _('What came of it'), [(key, _(word)) for key, word in OUTCOME.items()])
        form.prose('text', _('Note'), hint=_('Only the desk reads it'), rows=2, maxlength=PROSE)
