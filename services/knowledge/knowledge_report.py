"""What the desk should write, or write better: searches in vain, bad votes, and how many tickets were spared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tortoise.expressions import Q
from tortoise.functions import Count

from models import Article, Deflection, MissedSearch, User
from services.audiences import check_desk
from services.clock import now
from services.env import env
from services.knowledge.articles import TOPIC as ARTICLES
from services.knowledge.articles import VOTES
from services.knowledge.missed_searches import TOPIC as MISSED

TOPICS = (ARTICLES, VOTES, MISSED)
SHOWN = 30
MONTHS = 12


@dataclass(frozen=True)
class Report:
    """The most frequent and the worst first. `spared` are the tickets of each month that somebody did not need, by its
    first day in the zone of the desk, the last month first.
    """

    missed: Sequence[MissedSearch]
    unhelpful: Sequence[Article]
    spared: Sequence[tuple[date, int]]


async def report(actor: User) -> Report:
    """For the people of the desk."""
    await check_desk(actor)
    missed = await MissedSearch.all().order_by('-times', '-last_at').limit(SHOWN)
    unhelpful = await Article.filter(unhelpful__gt=0).order_by('-unhelpful', 'helpful', 'id').limit(SHOWN)
    return Report(missed, unhelpful, await _spared())


async def _spared() -> list[tuple[date, int]]:
    zone = ZoneInfo(env().time_zone)
    firsts = [(now().astimezone(zone).date().replace(day=1) + timedelta(days=31)).replace(day=1)]  # of the next month
    while len(firsts) <= MONTHS:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    starts = [datetime.combine(first, time(), zone) for first in firsts]
    months = {
        first.isoformat(): Count('id', _filter=Q(at__gte=start, at__lt=end))
        for first, start, end in zip(firsts[1:], starts[1:], starts, strict=False)
    }
    [counts] = await Deflection.filter(at__gte=starts[-1]).annotate(**months).values(*months)
    return [(date.fromisoformat(first), n) for first, n in counts.items() if n]
