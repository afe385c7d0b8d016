"""Reading the audit log: who did what, when and from where; for admins."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models import AuditLog, User
from models.db.transaction import transaction
from services import audit
from services.settings import check_admin

TOPIC = audit.TOPIC
PAGE = 50
CHUNK = 500  # lines read at once for an export


@dataclass(frozen=True)
class Wanted:
    """Which lines: of a person or about one, by a part of name or mail; of an action; from `first` to `last` in `zone`.

    What is empty wants all.
    """

    person: str = ''
    action: str = ''
    first: date | None = None
    last: date | None = None
    zone: str = 'UTC'


@dataclass(frozen=True)
class Line:
    """One entry. `who` and `email` are empty for nobody we know, `ip` for what the desk did by itself."""

    id: int
    at: datetime
    who: str
    email: str
    action: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    ip: str


@dataclass(frozen=True)
class Page:
    """Some lines, newest first; `older` is where the next page begins, None on the last."""

    lines: tuple[Line, ...]
    older: int | None


async def page(actor: User, wanted: Wanted, before: int | None = None) -> Page:
    """The newest lines, or those older than the line `before`. `NotAllowed` for anybody but an admin."""
    await check_admin(actor)
    rows = await _found(wanted, before).limit(PAGE + 1)
    lines = tuple(map(_line, rows[:PAGE]))
    return Page(lines, lines[-1].id if len(rows) > PAGE else None)


async def export(actor: User, wanted: Wanted) -> AsyncIterator[Line]:
    """All lines, newest first, and a new one that says who took them. `NotAllowed` for anybody but an admin."""
    await check_admin(actor)
    told = {'person': wanted.person, 'action': wanted.action, 'first': str(wanted.first), 'last': str(wanted.last)}
    async with transaction():
        await audit.record('audit_exported', actor=actor, after=told)
    return _all(wanted)


async def of_person(actor: User, person: User, most: int) -> list[Line]:
    """The newest lines of what a person did and what was done with the account, also before it was merged into it."""
    await check_admin(actor)
    others = await User.filter(Q(id=person.id) | Q(merged_into_id=person.id)).values_list('id', 'email')
    ids, emails = [id_ for id_, _email in others], [email for _id, email in others]
    rows = AuditLog.filter(Q(actor_id__in=ids) | Q(subject__in=emails)).order_by('-id').limit(most)
    return [_line(row) for row in await rows.select_related('actor')]


async def _all(wanted: Wanted) -> AsyncIterator[Line]:
    before = None
    while rows := await _found(wanted, before).limit(CHUNK):
        for row in rows:
            yield _line(row)
        before = rows[-1].id


def _found(wanted: Wanted, before: int | None) -> QuerySet[AuditLog]:
    found = AuditLog.all().order_by('-id').select_related('actor')
    if before is not None:
        found = found.filter(id__lt=before)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.person:
        like = Q(full_name__icontains=wanted.person) | Q(email__icontains=wanted.person)
        people = Subquery(User.filter(like).values('id'))
        found = found.filter(Q(actor_id__in=people) | Q(subject__icontains=wanted.person))
    if wanted.first:
        found = found.filter(at__gte=_midnight(wanted.first, wanted.zone))
    if wanted.last:
        found = found.filter(at__lt=_midnight(wanted.last + timedelta(days=1), wanted.zone))
    return found


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _line(row: AuditLog) -> Line:
    who, email = (row.actor.full_name, row.actor.email) if row.actor else ('', '')
    return Line(row.id, row.at, who, email, row.action, row.subject, row.before, row.after, row.ip)
