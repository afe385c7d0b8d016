"""What the desk tells its customers: from a date until another, after which it vanishes by itself (S2-1)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.functions import Count

from models import Announcement, AnnouncementRead, User
from models.announcement import AnnouncementKind
from models.audience import Reach, Reader
from models.db.transaction import transaction
from services import audiences, audit, timers
from services.announce import announce
from services.clock import now
from services.knowledge.announcement_rules import check_publisher
from services.language import LANGUAGES, N_, Text
from services.plain_text import LINE, text_problem
from services.refusals import Invalid, NotFound, Overtaken
from services.search import search_published
from services.shared import shared

THING = 'announcement'  # as `Audience` calls it
TOPIC = 'announcements'
LONGEST_TITLE = 200
LONGEST = 10_000
TOLD = ('kind', 'title', 'body', 'link', 'reach', 'is_pinned', 'on_kiosk', 'translations')  # to the audit log
MOST = 200  # that are shown at once: older ones without an end are forgotten, and no list is paged


_ADDRESS = re.compile(r'(https?://|/(?![/\\]))\S*')  # of no scheme that runs something


@dataclass(frozen=True)
class Draft:
    """What an agent writes. `translations` is `{language: {"title", "body"}}`; `words` are those of services/audiences.

    `link` is an address of ours or of others; empty for none.
    """

    kind: str
    title: str
    body: str
    starts_at: datetime
    ends_at: datetime | None = None
    link: str = ''
    reach: str = Reach.EVERYBODY
    words: Collection[str] = ()
    is_pinned: bool = False
    on_kiosk: bool = False
    translations: Mapping[str, Mapping[str, str]] | None = None


@dataclass(frozen=True)
class Receipt:
    """How many people of a company have opened an announcement; `company` is None for people without one."""

    company: str | None
    readers: int


async def shown(reader: Reader) -> list[Announcement]:
    """What this reader is told now: pinned first, then what is meant for his company (S1-16), the newest first."""
    at = now()
    rows = await shared(('announcements', reader), [TOPIC], lambda: _current(reader))
    return [row for row in rows if row.starts_at <= at and (row.ends_at is None or at < row.ends_at)]


async def find(reader: Reader, announcement_id: int) -> Announcement:
    """One that is shown now to this reader; the desk reads all. `NotFound` otherwise."""
    if reader.is_staff:
        return await _one(announcement_id)
    for row in await shown(reader):
        if row.id == announcement_id:
            return row
    raise NotFound


async def everything(actor: User) -> list[Announcement]:
    """All of them for the desk, those that are over too, the newest first."""
    await audiences.check_desk(actor)
    return await Announcement.all().order_by('-starts_at', '-id').limit(MOST)


async def seen(actor: User, announcement_id: int) -> None:
    """A customer has opened it: his company's receipt counts him once."""
    if actor.is_staff:
        return
    async with transaction():
        await find(Reader.of(actor), announcement_id)
        row = AnnouncementRead(announcement_id=announcement_id, user_id=actor.id, at=now())
        if not await AnnouncementRead.exists(announcement_id=announcement_id, user_id=actor.id):
            await AnnouncementRead.bulk_create([row], ignore_conflicts=True)
            await announce({f'announcement:{announcement_id}'})


async def receipts(actor: User, announcement_id: int) -> list[Receipt]:
    """Who has opened it, per company, for the desk."""
    await audiences.check_desk(actor)
    rows = (
        await AnnouncementRead.filter(announcement_id=announcement_id)
        .annotate(readers=Count('id'))
        .group_by('user__organization__name')
        .values('user__organization__name', 'readers')
    )
    found = [Receipt(row['user__organization__name'], row['readers']) for row in rows]
    return sorted(found, key=lambda one: (-one.readers, one.company or ''))


async def save(
    actor: User | None, draft: Draft, announcement_id: int | None = None, started: datetime | None = None
) -> Announcement:
    """Write a new one, or change one; `started` is when what its form was filled with had been written.

    `Invalid` names what is wrong; `Overtaken`.
    """
    if problems := _problems(draft):
        raise Invalid(problems)
    async with transaction():
        person = await check_publisher(actor)
        at = now()
        row = await _one(announcement_id, lock=True) if announcement_id else Announcement(author=person, created_at=at)
        if started not in (None, row.updated_at):
            raise Overtaken('', row.updated_at)
        before = await _told(row) if announcement_id else {}
        await row.update_from_dict(_columns(draft) | {'updated_at': at}).save()
        await audiences.write(THING, row.id, row.reach, draft.words)
        await _arm(row)
        await search_published.write_announcement(row)
        await audit.record('announcement_saved', actor=person, subject=row.title, before=before, after=await _told(row))
        await announce({TOPIC})
    return row


async def delete(actor: User | None, announcement_id: int) -> None:
    """Take it away for good; with it go its receipts."""
    async with transaction():
        person = await check_publisher(actor)
        row = await _one(announcement_id, lock=True)
        before = await _told(row)
        await audiences.write(THING, row.id, Reach.EVERYBODY, ())
        await timers.disarm(THING, row.id)
        await search_published.forget(search_published.ANNOUNCEMENT, row.id)
        await row.delete()
        await audit.record('announcement_deleted', actor=person, subject=row.title, before=before)
        await announce({TOPIC})


@timers.effect(THING)
async def turn(_announcement_id: int, _step: int) -> None:
    """One begins or is over: every open view asks again."""
    await announce({TOPIC})


async def _current(reader: Reader) -> list[Announcement]:
    """What is not over, also what is still to come: the same until something is written."""
    still = Announcement.visible_to(reader).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now()))
    rows = await still.order_by('-starts_at', '-id').limit(MOST)
    return sorted(rows, key=lambda row: (not row.is_pinned, row.reach != Reach.CHOSEN or reader.is_staff))


async def _one(announcement_id: int, *, lock: bool = False) -> Announcement:
    wanted = Announcement.filter(id=announcement_id)
    row = await (wanted.select_for_update() if lock else wanted).get_or_none()
    if row is None:
        raise NotFound
    return row


async def _arm(row: Announcement) -> None:
    await timers.disarm(THING, row.id)
    for step, instant in enumerate((row.starts_at, row.ends_at)):
        if instant and instant > now():
            await timers.arm(THING, row.id, instant, step)


def _columns(draft: Draft) -> dict[str, Any]:
    translations = {
        language: {name: text.strip() for name, text in texts.items() if text.strip()}
        for language, texts in (draft.translations or {}).items()
    }
    return {
        'kind': AnnouncementKind(draft.kind),
        'title': draft.title.strip(),
        'body': draft.body.strip(),
        'link': draft.link.strip(),
        'reach': Reach(draft.reach),
        'is_pinned': draft.is_pinned,
        'on_kiosk': draft.on_kiosk,
        'starts_at': draft.starts_at,
        'ends_at': draft.ends_at,
        'translations': {language: texts for language, texts in translations.items() if texts},
    }


def _problems(draft: Draft) -> dict[str, Text]:
    title, link = draft.title.strip(), draft.link.strip()
    problems: dict[str, Text | None] = {
        'kind': None if draft.kind in list(AnnouncementKind) else N_('Choose one of the options'),
        'title': text_problem(title, longest=LONGEST_TITLE, required=N_('Write a title'), one_line=True),
        'body': text_problem(draft.body, longest=LONGEST),
        'link': text_problem(link, longest=LINE, one_line=True) or _link_problem(link),
        'reach': audiences.reach_problem(draft.reach, draft.words),
        'translations': None if set(draft.translations or ()) <= set(LANGUAGES) else N_('Choose one of the options'),
        'ends_at': N_('It must end after it begins') if draft.ends_at and draft.ends_at <= draft.starts_at else None,
    }
    for language, texts in (draft.translations or {}).items():
        problems[f'title_{language}'] = text_problem(texts.get('title', ''), longest=LONGEST_TITLE, one_line=True)
        problems[f'body_{language}'] = text_problem(texts.get('body', ''), longest=LONGEST)
    return {name: problem for name, problem in problems.items() if problem}


def _link_problem(link: str) -> Text | None:
    if not link or _ADDRESS.fullmatch(link):
        return None
    return N_('Write an address that begins with / or https://')


async def _told(row: Announcement) -> dict[str, Any]:
    ends_at = row.ends_at.isoformat() if row.ends_at else None
    told = {name: getattr(row, name) for name in TOLD}
    words = sorted(await audiences.chosen(THING, row.id))
    return told | {'words': words, 'starts_at': row.starts_at.isoformat(), 'ends_at': ends_at}
