"""The board of the demo desk: components, how they have been, and incidents that are told by the verbs themselves."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models import CatalogItem, Component, ComponentGroup, Region, StatusInterval, User
from models.component import ComponentStatus, StatusSource
from models.uptime import midnight
from services import clock
from services.env import env
from services.incidents import incidents, maintenance
from services.incidents.incident_forms import Impact, NewIncident, NewUpdate
from services.incidents.maintenance_plan import Plan
from services.row_words import together, translations

AGE = timedelta(days=120)

Row = dict[str, Any]


async def tell(board: Mapping[str, list[Row]], people: Mapping[str, User]) -> None:
    """Make the board as assets/demo/board.toml tells it. Call it in a transaction."""
    regions = {row['name']: await Region.create(**_named(row), position=n) for n, row in enumerate(board['region'])}
    groups = await _groups(board['group'])
    components = {row['slug']: await _component(row, n, regions, groups) for n, row in enumerate(board['component'])}
    places = _Places(components, regions)
    for row in board['component']:
        await _past(row, places)
    for row in board['incident']:
        await _incident(row, people[row['by']], places)
    for row in board['maintenance']:
        await _maintenance(row, people[row['by']], places)


class _Places:
    """Components and regions by the names that the file gives them."""

    def __init__(self, components: Mapping[str, Component], regions: Mapping[str, Region]) -> None:
        self.components, self.regions = components, regions

    def impact(self, slug: str, status: str, region: str = '') -> Impact:
        where = self.regions[region].id if region else None
        return Impact(self.components[slug].id, ComponentStatus(status), where)


def _named(row: Row) -> Row:
    return {'name': row['name'], 'translations': translations(row)}


async def _groups(rows: list[Row]) -> dict[str, ComponentGroup]:
    found: dict[str, ComponentGroup] = {}
    for position, row in enumerate(rows):
        parent = found.get(row.get('parent', ''))
        found[row['name']] = await ComponentGroup.create(**_named(row), parent=parent, position=position)
    return found


async def _component(
    row: Row, position: int, regions: Mapping[str, Region], groups: Mapping[str, ComponentGroup]
) -> Component:
    component = await Component.create(
        **_named(row),
        slug=row['slug'],
        description=row['description'],
        group=groups[row['group']],
        position=position,
        created_at=clock.now() - AGE,
    )
    await component.regions.add(*(regions[name] for name in row.get('regions', ())))
    await component.items.add(*await CatalogItem.filter(slug__in=row.get('items', ())))
    return component


async def _past(row: Row, places: _Places) -> None:
    """What was said by hand, and is over."""
    for ago, hour, minutes, status, *region in row.get('past', ()):
        impact, start = places.impact(row['slug'], status, *region), _on(ago, time(hour))
        await StatusInterval.create(
            component_id=impact.component_id,
            region_id=impact.region_id,
            status=impact.status,
            source=StatusSource.MANUAL,
            source_id=impact.component_id,
            started_at=start,
            ended_at=start + timedelta(minutes=minutes),
        )


def _on(days_ago: int, at: time) -> datetime:
    """An hour of a day in the board's zone."""
    zone = ZoneInfo(env().time_zone)
    day = clock.now().astimezone(zone).date() - timedelta(days=days_ago)
    return midnight(day, zone) + timedelta(hours=at.hour, minutes=at.minute)


async def _incident(row: Row, actor: User, places: _Places) -> None:
    present, impacts = clock.now(), [places.impact(*impact) for impact in row['impacts']]
    first, *others = row['update']
    with clock.freeze(present - timedelta(**first['ago'])):
        words = together(translations(row, 'title'), translations(first, 'body'))
        form = NewIncident(row['title'], first['text'], first['phase'], impacts, translations=words)
        incident = await incidents.open_incident(actor, form)
    for told in others:
        with clock.freeze(present - timedelta(**told['ago'])):
            promised = clock.now() + timedelta(**told['next']) if 'next' in told else None
            words = translations(told, 'body')
            update = NewUpdate(told['text'], told['phase'], next_update_at=promised, translations=words)
            await incidents.post_update(actor, incident.id, update)


async def _maintenance(row: Row, actor: User, places: _Places) -> None:
    """Planned two days ago. It is on the coming `weekday` (Monday: 0), or began a while ago."""
    present = clock.now()
    starts_at = present - timedelta(**row['ago']) if 'ago' in row else _coming(row['weekday'], row['hour'])
    impacts = [(places.components[slug].id, None) for slug in row['components']]
    words = translations(row)
    with clock.freeze(present - timedelta(days=2)):
        ends_at = starts_at + timedelta(**row['lasts'])
        plan = Plan(row['title'], row['text'], impacts, starts_at, ends_at, translations=words)
        planned = await maintenance.schedule(actor, plan)
    if starts_at < present:
        with clock.freeze(starts_at):
            await maintenance.begin(planned.id, 0)


def _coming(weekday: int, hour: int) -> datetime:
    """The next such day of the week, from tomorrow on."""
    tomorrow = clock.now().astimezone(ZoneInfo(env().time_zone)).weekday() + 1
    return _on(-1 - (weekday - tomorrow) % 7, time(hour))
