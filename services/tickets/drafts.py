"""What a person has typed and not sent: kept per form, back after a reload, gone with the sending."""

from collections.abc import Iterable
from typing import Any

from models import CatalogItem, Draft, Ticket, User
from models.lifecycle import Event
from services.clock import now
from services.plain_text import text_problem

LONGEST = 60_000


def ticket_key(ticket: Ticket, event: Event) -> str:
    """Of what somebody writes into a ticket to let `event` happen; its verb forgets it with the sending."""
    return f'ticket:{ticket.id}:{event}'


def new_key(item: CatalogItem) -> str:
    """Of a new ticket of a type; the generic ones share it, so that a text outlives the choice of its kind (S0-20)."""
    return 'new:other' if item.is_generic else f'new:{item.slug}'


def call_key(caller_id: int | None) -> str:
    """Of the ticket that the desk opens during a call of this person, or of somebody who is not known yet."""
    return f'call:{caller_id or "new"}'


async def keep(actor: User, key: str, content: dict[str, str]) -> None:
    """Remember `content` (texts by field) as the draft of the form `key`; empty texts forget it."""
    texts = {name: text for name, text in content.items() if text and not text_problem(text, longest=LONGEST)}
    if not texts:
        await forget(actor, key)
        return
    await Draft.bulk_create(
        [Draft(user_id=actor.id, key=key, content=texts, updated_at=now())],
        on_conflict=['user_id', 'key'],
        update_fields=['content', 'updated_at'],
    )


async def recall(actor: User, key: str) -> dict[str, Any]:
    """The draft of the form `key`; empty when there is none."""
    draft = await Draft.get_or_none(user_id=actor.id, key=key)
    return draft.content if draft else {}


async def recall_events(actor: User, ticket: Ticket, events: Iterable[Event]) -> dict[Event, dict[str, Any]]:
    """What is kept for each of these events of a ticket."""
    keys = {ticket_key(ticket, event): event for event in events}
    return {keys[key]: content for key, content in (await recall_all(actor, keys)).items()}


async def recall_all(actor: User, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The drafts of several forms, by key, in one statement."""
    return dict(await Draft.filter(user_id=actor.id, key__in=list(keys)).values_list('key', 'content'))


async def recall_under(actor: User, beginning: str) -> dict[str, dict[str, Any]]:
    """The drafts whose keys begin so, by key, the newest first."""
    rows = Draft.filter(user_id=actor.id, key__startswith=beginning).order_by('-updated_at', '-id')
    return dict(await rows.values_list('key', 'content'))


async def forget(actor: User, key: str) -> None:
    await Draft.filter(user_id=actor.id, key=key).delete()
