"""Companies as an admin keeps them (S1-1, S3-23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models import BusinessCalendar, Organization, User
from models.db.transaction import transaction
from services import audit
from services.capped import capped_counts
from services.clock import now
from services.language import N_
from services.people import company_parts, company_topics
from services.people.company_form import CompanyForm, split_domains
from services.refusals import Invalid, NotFound, Overtaken
from services.search import search_index
from services.settings import Stored, check, check_admin

SAVED = 'company_saved'
PAGE = 50  # in a list


@dataclass(frozen=True)
class Kept:
    """A company in the list of all; counted as `services.capped` does."""

    row: Organization
    people: int
    open_tickets: int


async def first_of(actor: User, most: int = PAGE) -> list[Kept]:
    """Up to so many of them, those in use first, by name; for an admin."""
    await check_admin(actor)
    rows = await Organization.all().order_by('-is_active', 'name', 'id').limit(most)
    return [one for first in range(0, len(rows), PAGE) for one in await _counted(rows[first : first + PAGE])]


async def count(actor: User) -> int:
    """How many there are; for an admin."""
    await check_admin(actor)
    return await Organization.all().count()


async def names(actor: User) -> list[tuple[int, str]]:
    """Which ones a person can belong to, by name; for an admin."""
    await check_admin(actor)
    rows: list[tuple[int, str]] = await Organization.filter(is_active=True).order_by('name').values_list('id', 'name')
    return rows


async def find(actor: User, company_id: int) -> Organization:
    """One of them; for an admin. `NotFound`."""
    await check_admin(actor)
    row = await Organization.get_or_none(id=company_id)
    if row is None:
        raise NotFound
    return row


async def stored(actor: User, company_id: int) -> Stored[CompanyForm]:
    """A company as it is now, for the form that changes it. `NotFound`, `NotAllowed`."""
    return await with_last(SAVED, company_id, CompanyForm.of(await find(actor, company_id)))


async def save(
    actor: User, value: CompanyForm, started: CompanyForm | None = None, company_id: int | None = None
) -> Organization:
    """Make a company, or change one; `started` is what its form was filled with.

    A calendar of its country becomes that of its contract while nothing else was chosen (S1-1). Sharing tickets, or no
    longer, holds at once (S3-23). `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    check(value)
    async with transaction():
        row = await locked(company_id) if company_id else Organization(created_at=now())
        before = CompanyForm.of(row) if company_id else CompanyForm()
        if started is not None and before != started:
            kept = await with_last(SAVED, company_id or 0, before)
            raise Overtaken(kept.name, kept.at)
        await _check_unique(value, company_id or 0)
        was = await BusinessCalendar.get_or_none(id=row.calendar_id or 0)
        follows = bool(was.country) and was.country == before.country if was else not before.country
        calendar = (await _calendar_of(value.country) if follows else None) or was
        row.name, row.domains, row.country = value.name.strip(), split_domains(value.domains), value.country
        row.sector, row.shares_tickets, row.notes = value.sector.strip(), value.shares_tickets, value.notes.strip()
        row.calendar_id = calendar.id if calendar else None
        await row.save()
        if before.name not in ('', row.name):
            for person in await User.filter(organization_id=row.id):
                await search_index.write_person(person)
        after = CompanyForm.of(row)
        told = _told(before, was) if company_id else {}
        await audit.record(SAVED, actor=actor, subject=subject_of(row), before=told, after=_told(after, calendar))
        await company_topics.tell(row.id)
        if company_id and was != calendar:
            await company_topics.reckon_anew(row.id, row.calendar_id)
    return row


async def set_active(actor: User, company_id: int, *, is_active: bool) -> None:
    """A company that is not active any more takes in nobody; its people and tickets stay as they are."""
    await check_admin(actor)
    async with transaction():
        row = await locked(company_id)
        if row.is_active == is_active:
            return
        row.is_active = is_active
        await row.save(update_fields=['is_active'])
        action = 'company_activated' if is_active else 'company_deactivated'
        await audit.record(action, actor=actor, subject=subject_of(row), after={'name': row.name})
        await company_topics.tell(row.id)


async def sectors(actor: User) -> list[str]:
    """Those that there are, for who types one."""
    await check_admin(actor)
    found = await Organization.exclude(sector='').distinct().order_by('sector').values_list('sector', flat=True)
    return [str(one) for one in found]


async def with_last(action: str, company_id: int, value: Any) -> Stored[Any]:
    """A part of a company, with who saved it last."""
    return Stored(value, *await audit.last(action, f'company:{company_id}'))


async def locked(company_id: int) -> Organization:
    """For a change: whoever changes it at the same moment waits. `NotFound`."""
    row = await Organization.filter(id=company_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound
    return row


def subject_of(row: Organization) -> str:
    """What the audit log calls a company."""
    return f'company:{row.id}'


async def _check_unique(value: CompanyForm, company_id: int) -> None:
    others = await Organization.exclude(id=company_id).values('name', 'domains')
    if value.name.strip().casefold() in [row['name'].casefold() for row in others]:
        raise Invalid({'name': N_('There is a company of this name already')})
    owners = {domain.casefold(): row['name'] for row in others for domain in row['domains']}
    for domain in split_domains(value.domains):
        if domain in owners:
            raise Invalid({'domains': N_('%(domain)s is of %(name)s already.', domain=domain, name=owners[domain])})


async def _calendar_of(country: str) -> BusinessCalendar | None:
    """The one calendar of a country, if it has one."""
    rows = await BusinessCalendar.filter(country=country).limit(2) if country else []
    return rows[0] if len(rows) == 1 else None


def _told(value: CompanyForm, calendar: BusinessCalendar | None) -> dict[str, Any]:
    """For the audit log: with the calendar, which may follow the country."""
    return vars(value) | {'calendar': calendar.name if calendar else ''}


async def _counted(rows: Sequence[Organization]) -> list[Kept]:
    """In one statement, each count along an index."""
    people = {f'people {row.id}': User.filter(organization_id=row.id, is_active=True) for row in rows}
    tickets = {f'tickets {row.id}': company_parts.tickets_of(row.id, is_closed=False) for row in rows}
    found = await capped_counts({**people, **tickets})
    return [Kept(row, found[f'people {row.id}'], found[f'tickets {row.id}']) for row in rows]
