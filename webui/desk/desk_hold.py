"""The dialog that lets a ticket wait for others, or changes what it waits for (S4-11)."""

from models import User
from models.lifecycle import Event
from services.clock import now
from services.plain_text import PROSE
from services.tickets import holding
from services.tickets.ticket_view import TicketView
from webui.appearance import HOLD
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.form.instants import MINUTE, instant_of
from webui.formats import local
from webui.i18n import _


async def hold_dialog(view: TicketView) -> None:
    """The letter to the customer follows the reason until somebody changes it; a change of the date needs a new one."""
    ticket = view.ticket
    is_held = ticket.hold_reason is not None
    reason = ticket.hold_reason or next(iter(HOLD))

    async def hold(actor: User, values: Values) -> None:
        until = instant_of(values, 'promised_at')
        await holding.hold(actor, ticket, values.get('reason', ''), until, values.get('text', ''))

    title = _('Change the wait') if is_held else _('Put on hold')
    async with action_dialog(ticket, Event.HOLD, title, _('Send and hold'), hold) as form:
        reasons = form.select(
            'reason', _('What it waits for'), [(key, _(word)) for key, word in HOLD.items()], value=reason
        )
        form.line(
            'promised_at',
            _('Promised date'),
            hint=_('It takes the place of the time for the solution. The customer reads it.'),
            type_='datetime-local',
            value=local(ticket.promised_at).strftime(MINUTE) if ticket.promised_at else '',
            min=local(now()).strftime(MINUTE),
        )
        letters = {key: holding.letter(text, ticket.requester) for key, text in holding.LETTERS.items()}
        text = '' if is_held else letters[reason]
        form.prose('text', _('Message to the customer'), value=text, maxlength=PROSE)
    if not is_held:
        for choice in reasons.control.default_slot.children:
            choice.props['data-text'] = letters[choice.props['value']]
