"""The board for programs: what everybody may see of it, as feeds that can be cached and checked for change.

Each is written once per change and language, whoever asks for it, from the same `Board` that the pages show.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.audience import Reader
from services import settings
from services.board.badge import badge
from services.board.board import SECONDS, TOPICS, board
from services.board.board_lines import Board
from services.board.board_words import STATE
from services.board.feed_calendar import calendar
from services.board.feed_entries import Desk
from services.board.feed_json import document
from services.board.feed_xml import announcements_rss, atom, rss
from services.env import env
from services.language import N_, spoken
from services.refusals import NotFound
from services.shared import shared


@dataclass(frozen=True)
class Feed:
    """The bytes of a feed, and the mark by which a reader asks whether they have changed."""

    body: bytes
    media_type: str
    etag: str


Write = Callable[[Board, Desk], bytes]
FEEDS: Mapping[str, tuple[str, Write]] = {
    'status.json': ('application/json', document),
    'status.rss': ('application/rss+xml', rss),
    'status.atom': ('application/atom+xml', atom),
    'status.ics': ('text/calendar', calendar),
    'announcements.rss': ('application/rss+xml', announcements_rss),
}


async def feed(name: str, language: str = '') -> Feed:
    """The feed called `name`, one of FEEDS, in `language` or the desk's own."""
    wanted = language or spoken()
    return await shared(('feed', name, wanted), (*TOPICS, 'settings'), lambda: _write(name, wanted), seconds=SECONDS)


async def _write(name: str, language: str) -> Feed:
    if name not in FEEDS:
        raise NotFound
    media_type, write = FEEDS[name]
    desk = Desk((await settings.load(settings.Desk)).name, env().base_url, language)
    body = write(await board(Reader()), desk)
    return Feed(body, media_type, mark(body))


def mark(body: bytes) -> str:
    """An entity tag, quotes included."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


async def badge_of(slug: str, language: str = '') -> Feed:
    """The badge of a component, or of all together without `slug`. `NotFound` for what not everybody may see."""
    wanted = language or spoken()
    seen = await board(Reader())
    if not slug:
        name, status = N_('Status').into(wanted), seen.status
    else:
        line = next((line for line in seen.components if line.slug == slug), None)
        if line is None:
            raise NotFound
        name, status = line.name.into(wanted), line.status
    body = badge(name, status, STATE[status].into(wanted))
    return Feed(body, 'image/svg+xml', mark(body))
