"""The dialog that lets a ticket wait for others, or changes what it waits for (S4-11)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from models import User
from models.lifecycle import Event
from services.clock import now
from services.language import N_
from services.plain_text import PROSE
from services.refusals import Invalid
from services.tickets import holding
from services.tickets.ticket_view import TicketView
from webui.appearance import HOLD
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.formats import local
from webui.i18n import _, locale

MINUTE = '%Y-%m-%dT%H:%M'  # as a native field of date and time has it


async def hold_dialog(view: TicketView) -> None:
    """The letter to the customer follows the reason until somebody changes it; a change of the date needs a new one."""
    ticket = view.ticket
    is_held = ticket.hold_reason is not None
    reason = ticket.hold_reason or next(iter(HOLD))

    async def hold(actor: User, values: Values) -> None:
        until = _instant(values.get('promised_at', ''), locale().zone)
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


def _instant(text: str, zone: str) -> datetime | None:
    """What somebody chose in his time zone; None for nothing."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid({'promised_at': N_('Write a date and a time')}) from None
