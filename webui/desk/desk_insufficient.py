"""The dialog that closes a ticket because it tells too little: what is missing, and the mail that says so (S4-5)."""

from models import User
from models.lifecycle import Event
from services.notices import Preview
from services.plain_text import LINE, PROSE
from services.tickets import refusing
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _
from webui.tickets.mail_preview import mail_preview
from webui.viewer import viewer


async def insufficient_dialog(view: TicketView) -> None:
    ticket = view.ticket
    choices = await refusing.missing_choices(ticket)

    async def close(actor: User, values: Values) -> None:
        await refusing.close_insufficient(actor, ticket, _missing(choices, values), values.get('text', ''))

    async def compose(values: Values) -> Preview:
        actor = await viewer()
        return await refusing.insufficient_mail(actor, ticket, _missing(choices, values), values.get('text', ''))

    text = refusing.insufficient_words(ticket)
    title, send = _('Close for lack of information'), _('Close and send')
    async with action_dialog(ticket, Event.CLOSE_INSUFFICIENT, title, send, close) as form:
        missing = form.checks('missing', _('What is missing'), list(choices.items()))
        missing.control.default_slot.children[0].default_slot.children[0].props['autofocus'] = True
        form.line('other', _('Something else'), maxlength=LINE)
        form.prose('text', _('Message to the customer'), value=text, rows=3, maxlength=PROSE)
        await mail_preview(form, compose, {'text': text})


def _missing(choices: dict[str, str], values: Values) -> list[str]:
    """The keys that are ticked, and what was written besides."""
    other = values.get('other', '').strip()
    return [key for key in choices if f'missing.{key}' in values] + ([other] if other else [])
