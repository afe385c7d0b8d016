"""What waits for a person on top of his ticket, or how it ended."""

from collections.abc import Mapping
from typing import Any

from models import Ticket
from models.lifecycle import Event
from services import settings
from services.settings import Closing
from services.tickets import attachments
from services.tickets.ticket_view import TicketView
from webui.elements import tag
from webui.form.kept_form import Kept
from webui.tickets.closed_card import ClosedCard
from webui.tickets.rating_dialog import RatingDialog
from webui.tickets.solution_question import AskedCard, ConfirmCard
from webui.viewer import viewer

WRITTEN_IN = (Event.ASK, Event.REJECT_SOLUTION, Event.REOPEN)

Card = AskedCard | ConfirmCard | ClosedCard


class TicketCards:
    """Draws the cards of one ticket that are due, and none anew that stays: people write in them."""

    def __init__(self, ticket: Ticket, kept: Mapping[Event, Mapping[str, Any]]) -> None:
        self._kept = Kept(ticket, kept)
        self._view: TicketView | None = None
        self._cards: dict[type[Card], Card] = {}
        self._place = tag('div', '', 'stack-tight')
        self._rating = RatingDialog()

    async def show(self, view: TicketView) -> None:
        self._view = view
        policy = await settings.load(Closing)
        for kind in (AskedCard, ConfirmCard, ClosedCard):
            if not kind.is_due(view, self._kept):
                if kind in self._cards:
                    self._cards.pop(kind).box.delete()
                continue
            if kind not in self._cards:
                self._kept.files = await attachments.unsent_in(await viewer(), view.ticket, WRITTEN_IN)
                with self._place:
                    self._cards[kind] = kind(view, self._kept, self._rate)
            self._cards[kind].show(view, policy)
        self._kept.ask(await viewer())

    def _rate(self, *, is_confirmed: bool = False) -> None:
        """Ask how the service was."""
        if self._view:
            self._rating.open(self._view, is_confirmed=is_confirmed)
