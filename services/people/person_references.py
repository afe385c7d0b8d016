"""Everything that refers to a person, and what becomes of it when the account is merged into another.

A test compares it with the models, so that a new table cannot be forgotten.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from tortoise.models import Model

from models import (
    Announcement,
    AnnouncementRead,
    Article,
    ArticleVersion,
    Attachment,
    AuditLog,
    Deflection,
    Department,
    Draft,
    Entry,
    Incident,
    IncidentUpdate,
    RecoveryCode,
    Session,
    Setting,
    Subscription,
    TermsAcceptance,
    Ticket,
    TicketUser,
    Token,
    User,
    Watcher,
)
from models.subscription import SubscriptionKind
from services.clock import now
from services.people import copies_of_people


class Fate(Enum):
    """What becomes of rows: they become the other's; they do where the other has no such row yet, and are made one with
    it where he has; they end; they stay, as what was done under the old name.
    """

    MOVES = auto()
    JOINS = auto()
    ENDS = auto()
    STAYS = auto()


REFERENCES: Mapping[tuple[type[Model], str], Fate] = {
    (Announcement, 'author'): Fate.MOVES,
    (AnnouncementRead, 'user'): Fate.JOINS,
    (Article, 'owner'): Fate.MOVES,
    (ArticleVersion, 'author'): Fate.MOVES,
    (Attachment, 'uploader'): Fate.MOVES,
    (AuditLog, 'actor'): Fate.STAYS,
    (Deflection, 'user'): Fate.MOVES,
    (Department, 'members'): Fate.JOINS,
    (Draft, 'user'): Fate.JOINS,
    (Entry, 'author'): Fate.MOVES,
    (Incident, 'author'): Fate.MOVES,
    (IncidentUpdate, 'author'): Fate.MOVES,
    (RecoveryCode, 'user'): Fate.ENDS,
    (Session, 'user'): Fate.ENDS,
    (Setting, 'updated_by'): Fate.MOVES,
    (Subscription, 'user'): Fate.JOINS,
    (TermsAcceptance, 'user'): Fate.JOINS,
    (Ticket, 'requester'): Fate.MOVES,
    (Ticket, 'assignee'): Fate.MOVES,
    (TicketUser, 'user'): Fate.JOINS,
    (Token, 'user'): Fate.ENDS,
    (User, 'merged_into'): Fate.MOVES,
    (Watcher, 'user'): Fate.JOINS,
}

# Of the tables with one row per person and thing: the thing, and the columns in which the higher value holds
_THING: Mapping[type[Model], tuple[str, tuple[str, ...]]] = {
    AnnouncementRead: ('announcement_id', ()),
    Draft: ('key', ()),
    TermsAcceptance: ('terms_id', ()),
    TicketUser: ('ticket_id', ('seen_seq', 'seen_update')),
}


async def move(old: User, kept: User) -> None:
    """Let everything of `old` become what `REFERENCES` says. Part of a transaction."""
    for (model, field), fate in REFERENCES.items():
        rows = model.filter(**{field: old.id})
        if fate == Fate.MOVES:
            await rows.update(**{f'{field}_id': kept.id})
        elif fate == Fate.ENDS:
            await rows.delete()
        elif model in _THING:
            await _join(model, field, old, kept)
    await _join_departments(old, kept)
    await copies_of_people.gather(kept, {old.id, kept.id}, {old.email, kept.email})
    await _join_subscriptions(old, kept)


async def _join(model: type[Model], field: str, old: User, kept: User) -> None:
    thing, highest = _THING[model]
    theirs: dict[Any, Any] = {getattr(row, thing): row for row in await model.filter(**{field: kept.id})}
    for row in await model.filter(**{field: old.id}).order_by('id'):
        known = theirs.get(getattr(row, thing))
        if known is None:
            setattr(row, f'{field}_id', kept.id)
            await row.save(update_fields=[f'{field}_id'])
            continue
        for column in highest:
            setattr(known, column, max(getattr(known, column), getattr(row, column)))
        if isinstance(known, Draft) and isinstance(row, Draft) and row.updated_at > known.updated_at:
            known.content, row.content = row.content, known.content
            known.updated_at = row.updated_at
        await known.save()
        await row.delete()


async def _join_departments(old: User, kept: User) -> None:
    departments = await Department.filter(members=old.id)
    await kept.departments.add(*departments)
    await old.departments.clear()


async def _join_subscriptions(old: User, kept: User) -> None:
    """What went to the old address goes to the kept one; where that has a choice of its own, this one holds."""
    living = Subscription.filter(kind=SubscriptionKind.MAIL, ended_at=None).exclude(confirmed_at=None)
    if await living.filter(user_id=kept.id).exists():
        await living.filter(user_id=old.id).update(ended_at=now())
    await Subscription.filter(user_id=old.id, address=old.email).update(address=kept.email)
    await Subscription.filter(user_id=old.id).update(user_id=kept.id)
