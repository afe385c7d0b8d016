"""For whom something is published: everybody, who signs in, chosen companies, countries and sectors, or the desk.

A choice is written as one word: `company-3`, `country-EC`, `sector-Salud`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from models import Audience, Organization, User
from models.audience import Reach
from models.user import STAFF
from services.language import N_, Text
from services.plain_text import is_id
from services.refusals import NotAllowed


@dataclass(frozen=True)
class Choices:
    """What can be chosen: (id, name) of each company, and the countries and sectors that companies have."""

    companies: tuple[tuple[int, str], ...]
    countries: tuple[str, ...]
    sectors: tuple[str, ...]


async def check_desk(actor: User | None) -> User:
    """The actor as the database knows him now. `NotAllowed` for anybody but the people of the desk."""
    person = await User.get_or_none(id=actor.id, is_active=True, role__in=list(STAFF)) if actor else None
    if person is None:
        raise NotAllowed(N_('This page is for the people of the desk.'))
    return person


def ticked(names: Iterable[str]) -> list[str]:
    """The choices among the names of what a form sent: of `audience.company-3` the word after the dot."""
    return [name.removeprefix('audience.') for name in names if name.startswith('audience.')]


async def choices() -> Choices:
    """What an audience can be chosen from."""
    rows = await Organization.all().order_by('name', 'id').values_list('id', 'name', 'country', 'sector')
    companies = tuple((int(row[0]), str(row[1])) for row in rows)
    countries, sectors = (tuple(sorted({str(row[column]) for row in rows} - {''})) for column in (2, 3))
    return Choices(companies, countries, sectors)


async def chosen(thing: str, thing_id: int) -> tuple[str, ...]:
    """The choices of one thing; `thing` is what `Audience` calls it."""
    return tuple(_word(row) for row in await Audience.filter(thing=thing, thing_id=thing_id).order_by('id'))


async def write(thing: str, thing_id: int, reach: Reach, words: Iterable[str]) -> None:
    """Replace the choices of one thing, in the transaction that writes it. What is none of `choices` is left out."""
    await Audience.filter(thing=thing, thing_id=thing_id).delete()
    if reach == Reach.CHOSEN:
        rows = [row for word in dict.fromkeys(words) if (row := await _row(thing, thing_id, word))]
        await Audience.bulk_create(rows)


def reach_problem(reach: str, words: Collection[str]) -> Text | None:
    """What is wrong with an audience, in words for who chose it."""
    if reach not in list(Reach):
        return N_('Choose one of the options')
    if reach == Reach.CHOSEN and not words:
        return N_('Choose at least one company, country or sector')
    return None


def _word(row: Audience) -> str:
    if row.organization_id:
        return f'company-{row.organization_id}'
    return f'country-{row.country}' if row.country else f'sector-{row.sector}'


async def _row(thing: str, thing_id: int, word: str) -> Audience | None:
    kind, _, value = word.partition('-')
    if kind == 'company' and is_id(value) and await Organization.exists(id=int(value)):
        return Audience(thing=thing, thing_id=thing_id, organization_id=int(value))
    if kind in ('country', 'sector') and value and await Organization.filter(**{kind: value}).exists():
        return Audience(thing=thing, thing_id=thing_id, **{kind: value})
    return None
