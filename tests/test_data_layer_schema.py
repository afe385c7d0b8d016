"""The product's own tables, as its migrations make them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tortoise.exceptions import IntegrityError

from models import (
    BusinessCalendar,
    CatalogItem,
    Department,
    Draft,
    Entry,
    Session,
    Ticket,
    TicketUser,
    User,
    Watcher,
)
from models.catalog_item import TicketKind
from models.db.makemigrations import unwritten
from models.db.migrate import pending
from models.entry import EntryKind
from models.lifecycle import Status
from models.priority import Impact, Priority, Urgency
from tests.support.database import Database

NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
async def user(db: Database) -> User:
    return await User.create(email='lucia@example.com', full_name='Lucía', created_at=NOW)


@pytest.fixture
async def ticket(user: User) -> Ticket:
    calendar = await BusinessCalendar.create(name='Siempre', time_zone='UTC', weekly=[])
    department = await Department.create(name='Soporte', calendar=calendar)
    item = await CatalogItem.create(
        slug='printer', kind=TicketKind.INCIDENT, title='Impresora', icon='printer', department=department
    )
    return await Ticket.create(
        number='MV-10007',
        kind=TicketKind.INCIDENT,
        item=item,
        subject='No imprime',
        requester=user,
        department=department,
        status=Status.NEW,
        impact=Impact.PERSON,
        urgency=Urgency.CAN_WAIT,
        priority=Priority.LOW,
        created_at=NOW,
        updated_at=NOW,
        waiting_since=NOW,
        queue_rank=1,
    )


async def test_migrations_make_what_the_models_say(db: Database) -> None:
    assert [migration.operations for migration in await unwritten()] == []
    assert await pending() == []


async def test_constraints_bite(user: User, ticket: Ticket) -> None:
    async def entry(seq: int) -> None:
        await Entry.create(ticket=ticket, seq=seq, kind=EntryKind.MESSAGE, created_at=NOW, received_at=NOW)

    async def draft() -> None:
        await Draft.create(user=user, key='new:printer', content={}, updated_at=NOW)

    async def watcher() -> None:
        await Watcher.create(ticket=ticket, email='copy@example.com', created_at=NOW)

    async def reading() -> None:
        await TicketUser.create(user=user, ticket=ticket)

    await entry(1)
    await draft()
    await watcher()
    await reading()
    for refused in (entry(1), entry(0), draft(), watcher(), reading(), ticket.delete()):
        with pytest.raises(IntegrityError):
            await refused


async def test_instants_are_compared_in_utc_wherever_they_come_from(user: User) -> None:
    """SQLite compares their text: 07:00 in Guayaquil is 12:00 in UTC, and later than 11:00 there."""
    guayaquil = timezone(timedelta(hours=-5))
    for token, instant in (('early', NOW - timedelta(hours=1)), ('noon', NOW.astimezone(guayaquil))):
        await Session.create(token_hash=token, user=user, created_at=NOW, seen_at=instant, expires_at=NOW)
    noon = await Session.get(seen_at__gte=NOW.astimezone(guayaquil))
    assert (noon.token_hash, noon.seen_at, noon.seen_at.utcoffset()) == ('noon', NOW, timedelta(0))
    with pytest.raises(ValueError, match='time zone'):
        await Session.filter(seen_at=datetime(2030, 1, 1)).count()  # noqa: DTZ001
