"""The dialog that closes a ticket which is not for this desk, and says where to go instead (S4-2, S4-17)."""

from models import User
from models.lifecycle import Event
from services.notices import Preview
from services.plain_text import PROSE
from services.tickets import refusing
from services.tickets.ticket_view import TicketView
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _
from webui.tickets.mail_preview import mail_preview
from webui.viewer import viewer


async def out_of_scope_dialog(view: TicketView) -> None:
    """Message and destination follow the matter that is chosen, until somebody changes them."""
    ticket = view.ticket

    async def close(actor: User, values: Values) -> None:
        await refusing.close_out_of_scope(actor, ticket, values.get('text', ''), values.get('destination', ''))

    async def compose(values: Values) -> Preview:
        text, destination = values.get('text', ''), values.get('destination', '')
        return await refusing.out_of_scope_mail(await viewer(), ticket, text, destination)

    redirects = await refusing.redirects(ticket)
    title, send = _('Out of scope'), _('Close and send')
    async with action_dialog(ticket, Event.CLOSE_OUT_OF_SCOPE, title, send, close) as form:
        if redirects:
            options = [('', _('Choose…')), *((one.slug, one.title) for one in redirects)]
            matter = form.select('matter', _('What it is about'), options)
            first, *others = matter.control.default_slot.children
            first.props['data-text'] = first.props['data-destination'] = ''
            for choice, one in zip(others, redirects, strict=True):
                choice.props['data-text'], choice.props['data-destination'] = one.reason, one.destination
        form.prose('text', _('Message to the customer'), rows=3, maxlength=PROSE)
        form.prose('destination', _('Where to go instead'), rows=2, maxlength=2000)
        await mail_preview(form, compose, {})
