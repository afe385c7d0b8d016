"""The public holidays of a country as the package `holidays` knows them: what an admin may take over, never a truth.

It takes a second to load and to compute: always in a thread, and imported only when somebody wants to know.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from models import BusinessCalendar
from services.env import env

LONGEST_CODE = 10  # of a subdivision that a calendar can keep
LONGEST_NAME = 120


class Kind(StrEnum):
    NEW = 'new'
    GONE = 'gone'
    MOVED = 'moved'


@dataclass(frozen=True)
class Difference:
    """A holiday that a calendar does not keep as its country has it. A moved one was kept on the date `was`."""

    kind: Kind
    day: date
    name: str
    was: date | None = None


async def subdivisions() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Every country (ISO 3166), with the codes of its subdivisions and what they are called."""
    return await asyncio.to_thread(_subdivisions)


async def differences(row: BusinessCalendar, today: date) -> list[Difference]:
    """What the country of a calendar has otherwise, from `today` to the end of next year, by date."""
    if not row.country:
        return []
    years = (today.year, today.year + 1)
    return compare(row, await asyncio.to_thread(_holidays, row.country, row.subdivision, years), today)


def compare(row: BusinessCalendar, found: Mapping[date, str], today: date) -> list[Difference]:
    """The same, with the holidays at hand. Pure.

    A closed date counts as a holiday that is gone only if the country has one of this name: others are the desk's own.
    """
    kept = {date.fromisoformat(day): row.names.get(day, '') for day in row.exceptions}
    passed = {date.fromisoformat(day) for day in row.passed_over}
    names = {_plain(name) for name in found.values()}
    new = {day: name for day, name in found.items() if day >= today and day not in kept and day not in passed}
    ahead = {day: name for day, name in kept.items() if today <= day <= max(found, default=today)}
    gone = {day: name for day, name in ahead.items() if day not in found and day not in passed}
    gone = {day: name for day, name in gone.items() if _plain(name) in names}
    told = []
    for day, name in gone.items():
        now_on = next((one for one in new if one.year == day.year and _plain(new[one]) == _plain(name)), None)
        if now_on is None:
            told.append(Difference(Kind.GONE, day, name))
        else:
            told.append(Difference(Kind.MOVED, now_on, new.pop(now_on), day))
    told += [Difference(Kind.NEW, day, name) for day, name in new.items()]
    return sorted(told, key=lambda one: one.day)


def _plain(name: str) -> str:
    """What it is called on whatever day it is kept: "Navidad (observado)" is "Navidad"."""
    return name.split(' (')[0].casefold()


@lru_cache(maxsize=1)
def _subdivisions() -> dict[str, list[tuple[str, str]]]:
    import holidays

    found = {}
    for country, codes in holidays.list_supported_countries(include_aliases=False).items():
        aliases = holidays.country_holidays(country).get_subdivision_aliases() if codes else {}
        usual = [(code, ', '.join([*aliases.get(code, []), code][:1])) for code in codes if len(code) <= LONGEST_CODE]
        found[country] = sorted(usual, key=lambda one: one[1])
    return found


@lru_cache(maxsize=50)
def _holidays(country: str, subdivision: str, years: tuple[int, ...]) -> Mapping[date, str]:
    """By date, in the desk's language where the package speaks it, else in the country's own."""
    import holidays

    about = holidays.country_holidays(country)
    spoken = (one for one in about.supported_languages if one.split('_')[0] == env().language)
    language = next(spoken, about.default_language)
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=years, language=language)
    return {day: name[:LONGEST_NAME] for day, name in sorted(found.items()) if day.year in years}
