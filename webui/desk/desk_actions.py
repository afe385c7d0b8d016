"""«Más acciones»: what can be done with a ticket besides the buttons of its head, each by mouse and by one key."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.lifecycle import Event
from services.language import N_, Text
from services.tickets import holding, merging, ticket_view
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.desk.desk_approval import approve_dialog, reject_dialog
from webui.desk.desk_ask import ask_dialog
from webui.desk.desk_contact_attempt import contact_attempt_dialog
from webui.desk.desk_cost import charge_dialog, waive_dialog
from webui.desk.desk_hold import hold_dialog
from webui.desk.desk_insufficient import insufficient_dialog
from webui.desk.desk_link import link_dialog
from webui.desk.desk_merge import merge_dialog
from webui.desk.desk_out_of_scope import out_of_scope_dialog
from webui.desk.desk_prioritise import prioritise_dialog
from webui.desk.desk_reopen import reopen_dialog
from webui.desk.desk_split import split_dialog
from webui.desk.desk_transfer import transfer_dialog
from webui.desk.escalate_dialog import escalate_dialog
from webui.elements import icon, tag
from webui.i18n import _
from webui.markup import fill, icon_markup, rich
from webui.viewer import viewer


@dataclass(frozen=True)
class MenuEntry:
    """One action. `open` opens its dialog for the ticket as it is now, or does it where there is nothing to ask."""

    event: Event
    word: Text
    icon: str
    key: str
    open: Callable[..., Awaitable[None]]


async def _resume(view: TicketView) -> None:
    await holding.resume(await viewer(), view.ticket)


async def _unmerge(view: TicketView) -> None:
    await merging.unmerge(await viewer(), view.ticket)


ENTRIES: Sequence[MenuEntry] = (
    MenuEntry(Event.APPROVE, N_('Approve'), 'thumbs-up', 'Y', approve_dialog),
    MenuEntry(Event.REJECT_CHANGE, N_('Do not approve'), 'thumbs-down', 'D', reject_dialog),
    MenuEntry(Event.ASK, N_('Ask the customer'), 'circle-help', 'Q', ask_dialog),
    MenuEntry(Event.CONTACT_ATTEMPT, N_('Log a contact attempt'), 'phone', 'L', contact_attempt_dialog),
    MenuEntry(Event.PRIORITISE, N_('Change the priority'), 'zap', 'P', prioritise_dialog),
    MenuEntry(Event.HOLD, N_('Put on hold'), 'circle-pause', 'H', hold_dialog),
    MenuEntry(Event.RESUME, N_('Go on'), 'play', 'U', _resume),
    MenuEntry(Event.TRANSFER, N_('Transfer'), 'arrow-right', 'T', transfer_dialog),
    MenuEntry(Event.SPLIT, N_('Split into a new ticket'), 'split', 'S', split_dialog),
    MenuEntry(Event.MERGE, N_('Merge into another ticket'), 'merge', 'M', merge_dialog),
    MenuEntry(Event.LINK, N_('Link to an incident'), 'activity', '1', link_dialog),
    MenuEntry(Event.UNMERGE, N_('Undo the merge'), 'history', 'Z', _unmerge),
    MenuEntry(Event.CLOSE_INSUFFICIENT, N_('Close for lack of information'), 'circle-alert', 'B', insufficient_dialog),
    MenuEntry(Event.CLOSE_OUT_OF_SCOPE, N_('Out of scope'), 'external-link', 'V', out_of_scope_dialog),
    MenuEntry(Event.WAIVE_COST, N_('Serious fault of ours'), 'receipt', '2', waive_dialog),
    MenuEntry(Event.CHARGE_COST, N_('It has a cost after all'), 'receipt', '3', charge_dialog),
    MenuEntry(Event.ESCALATE, N_('Escalate'), 'arrow-up-right', '4', escalate_dialog),
    MenuEntry(Event.REOPEN, N_('Reopen'), 'lock-open', 'O', reopen_dialog),
)

_ITEM = Markup(
    '<button type="button" class="menu-item" data-action="{event}" data-key="{key}" aria-keyshortcuts="{key}">'
    '{icon}<span>{word}</span><kbd aria-hidden="true">{key}</kbd></button>'
)
CHOSEN = """(event) => {
    const item = event.target.closest('[data-action]');
    if (item) emit(item.dataset.action);
}"""


class ActionMenu:
    """The menu of one ticket. Its dialogs are drawn into `place`."""

    def __init__(self, number: str, place: Element) -> None:
        self._number, self._place = number, place
        with tag('details', '', 'menu-wrap') as self.element:
            label = _('More actions')
            with tag('summary', '', 'button icon-button', role='button', data_key='.', aria_label=label, title=label):
                icon('ellipsis')
            self._items = rich('div', 'menu')
        self._items.on('click', self._chosen, js_handler=CHOSEN)

    def show(self, view: TicketView) -> None:
        """Offer what this person may do with the ticket now."""
        offered = [_item(entry) for entry in ENTRIES if entry.event in view.allowed]
        fill(self._items, Markup('').join(offered))
        self.element.set_visibility(bool(offered))

    async def open(self, event: Event, *details: object) -> None:
        """Open the dialog of `event`, if it may happen now; `details` are for the dialog."""
        view = await ticket_view.view(await viewer(), self._number)
        self._place.clear()
        with self._place:
            for entry in ENTRIES:
                if entry.event == event and event in view.allowed:
                    await entry.open(view, *details)

    @action
    async def _chosen(self, event: GenericEventArguments) -> None:
        if event.args in list(Event):
            await self.open(Event(event.args))


def _item(entry: MenuEntry) -> Markup:
    return _ITEM.format(event=entry.event, key=entry.key, icon=icon_markup(entry.icon), word=_(entry.word))
