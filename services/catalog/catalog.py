"""The predefined types of ticket (S0-19), and their questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import CatalogForm, CatalogItem, User
from models.audience import Reader, within_reach
from models.catalog_item import TicketKind
from models.db.transaction import transaction
from models.user import UserRole
from services import audit
from services.announce import announce
from services.catalog.questions import form_problem
from services.language import N_, Text
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.shared import shared
from services.sla import sla
from services.sla.priorities import priority

THING = 'item'  # as `Audience` calls it
ANYBODY = Reader()
DESK = Reader(is_staff=True, is_signed_in=True)
TOPICS = ('catalog', 'companies')


@dataclass(frozen=True)
class Tile:
    """One type on the home page. `promise` says how soon a first answer, or a change, comes; some types say none."""

    slug: str
    icon: str
    title: str
    summary: str
    promise: Text | None
    is_urgent: bool
    is_generic: bool
    is_redirect: bool


@dataclass(frozen=True)
class Home:
    """The groups of the home page: the first two end with their generic type (S0-20), the last is not ours (S4-2)."""

    incidents: tuple[Tile, ...]
    requests: tuple[Tile, ...]
    elsewhere: tuple[Tile, ...]


async def home(language: str, reader: Reader = ANYBODY, department_id: int | None = None) -> Home:
    """The active types that this reader may use, or those of one department, in the desk's order, in `language`."""
    items = [item for item in await _active(reader) if department_id in (None, item.department_id)]
    elsewhere = [item for item in items if item.kind == TicketKind.REDIRECT]
    incidents = [item for item in items if item.kind == TicketKind.INCIDENT]
    requests = [item for item in items if item not in elsewhere and item not in incidents]
    groups = [await _tiles(items, language, reader) for items in (incidents, requests, elsewhere)]
    return Home(*groups)


async def generic(reader: Reader = ANYBODY) -> dict[TicketKind, CatalogItem]:
    """The type for what fits no other, by kind (S0-20)."""
    return {item.kind: item for item in reversed(await _active(reader)) if item.is_generic}


async def change_questions(
    actor: User, item: CatalogItem, questions: list[dict[str, Any]], started: int | None = None
) -> None:
    """Ask something else from now on; tickets keep the version of the questions that they were filled with.

    `started` is the version that a form was filled with. `NotAllowed` unless an admin does it, `Invalid` when they
    cannot be asked like this, `Overtaken` when another version is asked by now.
    """
    if problem := form_problem(questions):
        raise Invalid({'form': problem})
    async with transaction():
        if not await User.filter(id=actor.id, is_active=True, role=UserRole.ADMIN).exists():
            raise NotAllowed(N_('Only admins change the catalogue.'))
        fresh = await CatalogItem.filter(id=item.id).select_for_update().get_or_none()
        if fresh is None:
            raise NotFound
        if started not in (None, fresh.form_version):
            raise Overtaken('', None)
        if fresh.form == questions:
            return
        before = {'version': fresh.form_version, 'form': fresh.form}
        await CatalogForm.create(item_id=fresh.id, version=fresh.form_version, questions=fresh.form)
        fresh.form, fresh.form_version = questions, fresh.form_version + 1
        await fresh.save(update_fields=['form', 'form_version'])
        after = {'version': fresh.form_version, 'form': questions}
        await audit.record('questions_changed', actor=actor, subject=fresh.slug, before=before, after=after)
        await announce({'catalog'})


async def item(slug: str, reader: Reader = ANYBODY) -> CatalogItem:
    """An active type with its questions and its department. `NotFound` otherwise, and where it is not for him."""
    for found in await _active(reader):
        if found.slug == slug:
            return found
    raise NotFound


async def _active(reader: Reader) -> list[CatalogItem]:
    """His active types with their departments, one statement for all like him until catalogue or companies change."""
    return await shared(('catalog', reader), TOPICS, lambda: _query(reader))


async def _query(reader: Reader) -> list[CatalogItem]:
    meant = CatalogItem.filter(within_reach(THING, reader), is_active=True)
    return await meant.select_related('department').order_by('is_generic', 'position', 'id')


async def _tiles(items: Iterable[CatalogItem], language: str, reader: Reader) -> tuple[Tile, ...]:
    return tuple([await _tile(item, language, reader) for item in items])


async def _tile(item: CatalogItem, language: str, reader: Reader) -> Tile:
    is_urgent, is_redirect = item.department.is_urgent_only, item.kind == TicketKind.REDIRECT
    return Tile(
        item.slug,
        item.icon,
        item.text('title', language),
        item.text('summary', language),
        None if is_urgent or item.is_generic or is_redirect else await promise(item, reader.organization_id),
        is_urgent,
        item.is_generic,
        is_redirect,
    )


async def promise(item: CatalogItem, organization_id: int | None) -> Text:
    """What somebody of this company is promised: the time of a change (S1-10), or the first response at the item's own
    priority, by the policy that the ticket will have.
    """
    if item.handling_hours:
        return N_('Done in %(hours)d working hours', hours=item.handling_hours)
    version = await sla.version_for(item.sla_policy_id, organization_id, item.department_id)
    target = (await sla.targets_of(version))[await priority(item.impact, item.urgency)]
    minutes = target.first_response.total_seconds() / 60
    if minutes % 60:
        return N_('First response < %(minutes)d min', minutes=int(minutes))
    return N_('First response < %(hours)d h', hours=int(minutes / 60))
