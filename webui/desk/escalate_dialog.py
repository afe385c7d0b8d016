"""The dialog that turns to the next level: the first time it asks why, and whether it is urgent (S1-12)."""

from models import User
from models.lifecycle import Event
from services.escalation import escalating
from services.escalation.escalating import CALM
from services.plain_text import PROSE
from services.tickets.ticket_view import TicketView
from webui.appearance import PRIORITY
from webui.desk.desk_dialog import action_dialog
from webui.elements import icon, tag
from webui.form.forms import Values
from webui.form.setting_fields import tick
from webui.i18n import _
from webui.viewer import viewer


async def escalate_dialog(view: TicketView) -> None:
    """Which level it is; a ticket that is not urgent is told apart."""
    ticket = view.ticket
    walk = await escalating.walk(await viewer(), ticket)
    wanted = walk.following
    number = wanted.number if wanted else -1

    async def escalate(actor: User, values: Values) -> None:
        reason, is_urgent = values.get('text', ''), 'urgent' in values
        await escalating.escalate(actor, ticket, number, reason, is_urgent=is_urgent)

    lead = _('Next: %(role)s.', role=_(wanted.role)) if wanted else _('There is no level above.')
    async with action_dialog(ticket, Event.ESCALATE, _('Escalate'), _('Escalate'), escalate, lead=lead) as form:
        if ticket.priority in CALM:
            with form.element, tag('p', '', 'banner', data_tone='warn'):
                icon('triangle-alert')
                word = _(PRIORITY[ticket.priority].word).lower()
                tag('span', _('This ticket has priority %(priority)s. Escalating is for emergencies.', priority=word))
        hint = _('What has stopped, and what it costs to wait.')
        form.prose('text', _('Why it is urgent'), hint=hint, rows=3, maxlength=PROSE)
        if walk.current is None:
            tick(form, 'urgent', _('Yes, it is urgent'), is_on=False)
