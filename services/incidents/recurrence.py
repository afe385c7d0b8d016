"""When something that comes again comes next: an RFC 5545 RRULE, told by the wall clock of a zone. Pure.

It stays at its local time through summer time; a time that does not exist on a day is as far behind midnight as usual.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from services.language import N_, Text

# What maintenance needs of RFC 5545. Other rules can be such that to look for what they never give takes for ever, and
# one that counts its occurrences would begin anew with each.
_WEEKDAY = r'([+-]?[1-4]|-1)?(MO|TU|WE|TH|FR|SA|SU)'
_RULE = re.compile(
    r'FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;INTERVAL=[1-9]\d?)?'
    rf'(;BYDAY={_WEEKDAY}(,{_WEEKDAY}){{0,6}}|;BYMONTHDAY=([1-9]|1\d|2[0-8]|-1))?'
    r'(;UNTIL=\d{8}(T\d{6}Z?)?)?',
    re.ASCII,
)


def next_after(rule: str, start: datetime, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first occurrence of what began at `start` that is later than it and than `after`; None when there is none.

    ValueError for a rule with a `rule_problem`.
    """
    if not _RULE.fullmatch(rule):
        raise ValueError(rule)
    first, latest = (at.astimezone(zone).replace(tzinfo=None) for at in (start, max(after, start)))
    found = rrulestr(rule, dtstart=first, ignoretz=True).after(latest)
    return found.replace(tzinfo=zone).astimezone(UTC) if found else None


def rule_problem(rule: str, start: datetime, zone: ZoneInfo) -> Text | None:
    """What is wrong with a rule; an empty one says that it does not come again."""
    try:
        return None if not rule or next_after(rule, start, start, zone) else N_('It would never come again')
    except ValueError:
        return N_('That is no rule by which a maintenance comes again')
