"""What an agent fills in about a planned maintenance, and what is wrong with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.audience import Reach
from services.audiences import reach_problem
from services.clock import now
from services.env import env
from services.incidents.incident_forms import Translations, body_problems, title_problems, told
from services.incidents.recurrence import rule_problem
from services.language import N_, Text

LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=2 * 366)
REMINDERS = (15, 60, 24 * 60, 2 * 24 * 60, 7 * 24 * 60)  # minutes before its start, of which some may be chosen


@dataclass(frozen=True)
class Plan:
    """A maintenance to be told of. `places` are ids of components, and of regions (None: everywhere).

    `recurrence` is a rule of services/incidents/recurrence.py, empty for once; `remind` are minutes of `REMINDERS`.
    """

    title: str
    body: str
    places: Sequence[tuple[int, int | None]]
    starts_at: datetime
    ends_at: datetime
    reach: str = Reach.EVERYBODY
    audience: Sequence[str] = ()
    recurrence: str = ''
    remind: Sequence[int] = ()
    translations: Translations = field(default_factory=dict)

    def problems(self) -> dict[str, Text]:
        """By field; empty when it can be stored."""
        return told(
            title_problems(self.title, self.translations)
            | body_problems(self.body, self.translations)
            | times_problems(self.starts_at, self.ends_at)
            | {
                'impacts': None if self.places else N_('Choose at least one service'),
                'reach': reach_problem(self.reach, self.audience),
                'recurrence': rule_problem(self.recurrence, self.starts_at, board_zone()),
                'remind': None if set(self.remind) <= set(REMINDERS) else N_('Choose one of the options'),
            }
        )


def board_zone() -> ZoneInfo:
    """By whose wall clock maintenance comes again."""
    return ZoneInfo(env().time_zone)


def times_problems(starts_at: datetime, ends_at: datetime, *, has_begun: bool = False) -> dict[str, Text | None]:
    """What is wrong with from when until when it is to be, by field."""
    starts = ends = None
    if not has_begun and starts_at <= now():
        starts = N_('Choose an instant to come')
    elif starts_at > now() + FARTHEST:
        starts = N_('That is too far away')
    if ends_at <= max(starts_at, now()):
        ends = N_('It must end after it begins')
    elif ends_at - starts_at > LONGEST:
        ends = N_('A maintenance lasts two weeks at most')
    return {'starts_at': starts, 'ends_at': ends}
