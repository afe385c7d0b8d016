"""What the desk should write, or write better: searches in vain, bad votes, and how many tickets were spared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

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
    zone = ZoneInfo(env().time_zone)
    since = now() - timedelta(days=31 * (MONTHS - 1))
    months = Counter(
        at.astimezone(zone).date().replace(day=1) for (at,) in await Deflection.filter(at__gt=since).values_list('at')
    )
    return Report(missed, unhelpful, sorted(months.items(), reverse=True))
