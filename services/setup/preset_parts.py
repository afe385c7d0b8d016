"""What a preset makes: hours, departments, types of tickets, texts, announcements, escalation, promises."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from models import (
    Announcement,
    Article,
    BusinessCalendar,
    CatalogItem,
    Department,
    EscalationPath,
    EscalationStep,
    Organization,
    SlaPolicy,
    Terms,
    TermsAcceptance,
    User,
)
from models.announcement import AnnouncementKind
from models.catalog_item import TicketKind
from models.priority import Priority, Target
from services.accounts import terms
from services.clock import now
from services.env import env
from services.knowledge import announcements, article_shelf
from services.language import LANGUAGES
from services.row_words import WRITTEN_IN, own
from services.search import search_published
from services.setup import blueprint
from services.setup.placeholders import NUMBER, is_unfilled
from services.setup.preset_file import Preset
from services.sla import sla_change

Made = dict[str, list[int]]
WHOLE = ('announcement', 'article', 'terms', 'item', 'path', 'department', 'sla', 'calendar')


async def make(actor: User, preset: Preset) -> Made:
    """Make what is not there yet, by name, and tell which rows are new. Call it in a transaction."""
    made: Made = {table: [] for table in WHOLE}
    calendars = await _calendars(preset, made)
    departments = await _departments(actor, preset, calendars, made)
    await _items(preset, departments, made)
    await _articles(actor, preset, made)
    await _terms(actor, preset, made)
    await _announcements(actor, preset, made)
    await _paths(preset, made)
    await _promises(actor, preset, made)
    return made


async def take_back(made: Made) -> None:
    """Remove rows that a preset made, but for what others hold on to by now. Call it in a transaction."""
    for article_id in made.get('article', ()):
        await search_published.forget(search_published.ARTICLE, article_id)
    for announcement_id in made.get('announcement', ()):
        await search_published.forget(search_published.ANNOUNCEMENT, announcement_id)
    await Announcement.filter(id__in=made.get('announcement', [])).delete()
    await Article.filter(id__in=made.get('article', [])).delete()
    accepted = await TermsAcceptance.filter(terms_id__in=made.get('terms', [])).values_list('terms_id', flat=True)
    await Terms.filter(id__in=_without(made.get('terms', []), accepted)).delete()
    await CatalogItem.filter(id__in=made.get('item', [])).delete()
    await EscalationPath.filter(id__in=made.get('path', [])).delete()
    kept = await CatalogItem.filter(department_id__in=made.get('department', [])).values_list(
        'department_id', flat=True
    )
    await Department.filter(id__in=_without(made.get('department', []), kept)).delete()
    await SlaPolicy.filter(id__in=made.get('sla', [])).delete()
    calendars = made.get('calendar', [])
    for keeper in (Department, Organization):
        kept = await keeper.filter(calendar_id__in=calendars).values_list('calendar_id', flat=True)
        calendars = _without(calendars, kept)
    await BusinessCalendar.filter(id__in=calendars).delete()


def _without(ids: Iterable[int], kept: Iterable[Any]) -> list[int]:
    held = set(kept)
    return [one for one in ids if one not in held]


async def _calendars(preset: Preset, made: Made) -> dict[str, BusinessCalendar]:
    """By the names of the file, which are written in one language."""
    found = {}
    for row in preset.rows('calendar'):
        columns = own(row)
        del columns['translations']
        calendar = await BusinessCalendar.get_or_none(name=columns['name'])
        if calendar is None:
            calendar = await BusinessCalendar.create(**{'time_zone': env().time_zone} | columns)
            made['calendar'].append(calendar.id)
        found[row['name']] = calendar
    return found


async def _departments(
    actor: User, preset: Preset, calendars: dict[str, BusinessCalendar], made: Made
) -> dict[str, Department]:
    """By the names of the file. Who makes them is their first member, so that tickets reach somebody."""
    found = {}
    for position, row in enumerate(preset.rows('department')):
        department = await Department.get_or_none(name=own(row)['name'])
        if department is None:
            department = await blueprint.make_department(row, position, calendars)
            await department.members.add(actor)
            made['department'].append(department.id)
        found[row['name']] = department
    return found


async def _items(preset: Preset, departments: dict[str, Department], made: Made) -> None:
    for position, row in enumerate(blueprint.types(preset.rows('item'))):
        if await CatalogItem.exists(slug=row['slug']):
            continue
        columns = row | {'department': departments[row['department']], 'is_active': is_complete(row)}
        made['item'].append((await CatalogItem.create(**columns, position=position)).id)


def is_complete(row: blueprint.Row) -> bool:
    """Whether a type can be published: nothing that it says is still to be filled in."""
    return row['kind'] != TicketKind.REDIRECT or not is_unfilled(row['redirect_to'])


async def _articles(actor: User, preset: Preset, made: Made) -> None:
    for position, row in enumerate(blueprint.articles(preset.rows('article'))):
        if await Article.exists(title=row['title'], kind=row['kind']):
            continue
        values = {name: text for name, text in row.items() if isinstance(text, str)}
        more = {'reach': 'everybody', 'owner': str(actor.id), 'position': str(position)}
        article = await article_shelf.save(actor, values | more)
        await article_shelf.publish(actor, article.id, 1)
        made['article'].append(article.id)


async def _terms(actor: User, preset: Preset, made: Made) -> None:
    """The text that is contractual, if one is (S4-24); who registers accepts it."""
    for row in preset.rows('article'):
        if row.get('terms') and await terms.current() is None:
            others = {language: row[language]['body'] for language in LANGUAGES if language in row}
            text = terms.Written({WRITTEN_IN: row['body']} | others)
            made['terms'].append((await terms.publish(actor, text)).id)


async def _announcements(actor: User, preset: Preset, made: Made) -> None:
    for row in preset.rows('announcement'):
        columns = own(row)
        if not await Announcement.exists(title=columns['title']):
            draft = announcements.Draft(kind=AnnouncementKind.NOTICE, starts_at=now(), **columns)
            made['announcement'].append((await announcements.save(actor, draft)).id)


async def _paths(preset: Preset, made: Made) -> None:
    """Regions with their levels; whom to call there is for the desk to say."""
    roles = [own(row, 'role') for row in preset.rows('level')]
    for position, row in enumerate(preset.rows('path')):
        columns = own(row)
        if await EscalationPath.exists(name=columns['name']):
            continue
        for level, role in enumerate(roles, 1):
            for language, said in role['translations'].items():
                columns['translations'].setdefault(language, {})[f'role.{level}'] = said['role']
        path = await EscalationPath.create(**columns, position=position)
        for level, role in enumerate(roles, 1):
            known = {'role': role['role'], 'wait_minutes': role['wait_minutes']}
            await EscalationStep.create(path=path, level=level, phone=NUMBER, **known)
        made['path'].append(path.id)


async def _promises(actor: User, preset: Preset, made: Made) -> None:
    """The same for every priority, as the conditions of a preset say; ours where it has none."""
    row = preset.data.get('sla')
    if not row or await SlaPolicy.filter(is_default=True).exists():
        return
    first, update, end = (timedelta(minutes=row[name]) for name in ('first_response', 'update', 'resolution'))
    target = Target(first, end, update, row['clock'])
    policy = await sla_change.save(actor, dict.fromkeys(Priority, target))
    made['sla'].append(policy.id)
