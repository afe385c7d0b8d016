"""The dialog that makes a ticket of its own from a message, and the buttons in the thread that open it (S4-8)."""

from collections.abc import Awaitable, Callable

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models import Entry, User
from models.entry import Visibility
from models.lifecycle import Event
from services.catalog import catalog
from services.change import SPOKEN
from services.plain_text import LINE, PROSE
from services.refusals import NotFound
from services.tickets import splitting
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.desk.desk_dialog import action_dialog
from webui.form.forms import Values
from webui.i18n import _, locale
from webui.viewer import viewer

# The selection is read where the button is pressed: it may be in that message, or in none.
PRESSED = """(event) => {
    const button = event.target.closest('[data-split]');
    if (button) emit([Number(button.dataset.split), mesa.selectedIn(button.closest('.entry'))]);
}"""


def split_buttons(thread: Element, open_dialog: Callable[..., Awaitable[None]]) -> None:
    """Let the buttons that `thread_list(splits=True)` draws open the dialog, with what is selected in their message."""

    @action
    async def pressed(event: GenericEventArguments) -> None:
        match event.args:
            case [int(entry_id), str(text)]:
                await open_dialog(Event.SPLIT, entry_id, text)

    thread.on('click', pressed, js_handler=PRESSED)


async def split_dialog(view: TicketView, entry_id: int = 0, text: str = '') -> None:
    """For a message, or a part of it; without one for the last that the customer's side has written."""
    line = await splitting.find_line(await viewer(), entry_id or _last(view).id)

    async def split(actor: User, values: Values) -> None:
        await splitting.split(
            actor,
            line,
            values.get('subject', ''),
            item=values.get('item', ''),
            text=values.get(taken, ''),
            with_copies='copies.yes' in values,
        )

    taken = f'text.{line.id}'  # its draft is that of this message
    name = line.author.full_name if line.author else line.author_label
    lead = _('It stays the message of %(name)s, with its files, and gets its own number and time.', name=name)
    title, send = _('Split into a new ticket'), _('Create ticket')
    async with action_dialog(view.ticket, Event.SPLIT, title, send, split, lead=lead) as form:
        form.line('subject', _('Subject'), maxlength=LINE)
        tiles = await catalog.home(locale().language, catalog.DESK)
        own = view.ticket.item
        others = [(tile.slug, tile.title) for tile in (*tiles.incidents, *tiles.requests) if tile.slug != own.slug]
        same = _('The same: %(title)s', title=own.text('title', locale().language))
        form.select('item', _('Type'), [('', same), *others])
        prose = form.prose(
            taken,
            _('What goes into the new ticket'),
            hint=_('Take away what belongs to this ticket.'),
            value=text or line.body,
            maxlength=PROSE,
        )
        form.add('text', prose)
        if view.copies:
            form.checks('copies', _('People in copy'), [('yes', _('Copy them there too'))])


def _last(view: TicketView) -> Entry:
    said = [one.entry for one in view.lines if one.entry.kind in SPOKEN and one.entry.visibility == Visibility.PUBLIC]
    theirs = [entry for entry in said if entry.author is None or not entry.author.is_staff]
    for entry in reversed(theirs or said):
        return entry
    raise NotFound
