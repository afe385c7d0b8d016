"""The demo desk of `make run`: invented companies, people, catalogue and tickets, from assets/demo.

Outside demo mode there is no default account.
"""

import tomllib
from datetime import timedelta
from typing import Any

from tortoise.exceptions import IntegrityError

from models import BusinessCalendar, CannedText, CatalogItem, Department, Organization, User
from models.db.transaction import transaction
from services import clock
from services.accounts.passwords import hash_password
from services.announce import announce
from services.assets import ASSETS
from services.clock import now
from services.incidents import incident_templates
from services.incidents.incident_templates import TemplateForm
from services.mail.mail_text import MailSettings
from services.row_words import translations
from services.sayings import HoursNote
from services.search import search_index
from services.settings import Desk, save
from services.setup import blueprint, demo_articles, demo_board, demo_told
from services.setup.demo_tickets import Story, tell

FOLDER = ASSETS / 'demo'
PASSWORD = 'mesa-viva-demo'  # noqa: S105 - everybody's, on the screen of whoever starts the demo
AGE = timedelta(days=90)

Rows = list[dict[str, Any]]


async def fill_if_empty() -> bool:
    """Fill an empty database with the demo desk, all of it or nothing; False when it holds people already.

    The tickets are dated relative to now.
    """
    if await User.exists():
        return False
    password_hash = await hash_password(PASSWORD)
    desk, catalog, stories = _data('desk'), _data('catalog'), _data('tickets')['ticket']
    try:
        async with transaction():
            people = await _people(desk['organization'], desk['person'], password_hash)
            departments = await _departments(desk['calendar'], desk['department'], people)
            await _catalog(catalog['item'], departments)
            await _canned_texts(_data('canned')['text'], departments)
            await save(people['admin'], Desk(**desk['settings']))
            await save(people['admin'], MailSettings(**desk['mail']))
            await save(people['admin'], HoursNote(desk['hours_note']))
            for person in people.values():
                await search_index.write_person(person)
            await demo_articles.write(_data('articles')['article'], people)
            await demo_articles.write_escalation(_data('escalation')['path'])
            await demo_board.tell(_data('board'), people)
            for row in _data('incident_templates')['template']:
                others = translations(row)
                await incident_templates.save(people['marta'], TemplateForm(**row, translations=others))
            told = _data('told')
            await demo_told.tell(told['announcement'], people['marta'])
            await demo_told.offer(told['download'], people['marta'])
            await tell([Story(**story) for story in stories], people)
            await announce({'catalog', 'settings', 'queue', 'board', 'articles'})
    except IntegrityError:
        if await User.exists():
            return False  # a process that started at the same moment was faster
        raise
    return True


def accounts() -> dict[str, list[str]]:
    """The mail addresses of everybody who can sign in, by role."""
    found: dict[str, list[str]] = {}
    for person in _data('desk')['person']:
        found.setdefault(person.get('role', 'customer'), []).append(person['email'])
    return found


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f'{name}.toml').read_text(encoding='utf-8'))


async def _people(organizations: Rows, people: Rows, password_hash: str) -> dict[str, User]:
    """Everybody, by the part of the address before the @."""
    since = now() - AGE
    companies = {row['name']: await Organization.create(**row, created_at=since) for row in organizations}
    return {
        row['email'].split('@')[0]: await User.create(
            **row | {'organization': companies.get(row.get('organization', ''))},
            password_hash=password_hash,
            verified_at=since,
            created_at=since,
        )
        for row in people
    }


async def _departments(calendars: Rows, departments: Rows, people: dict[str, User]) -> dict[str, Department]:
    """All departments with their hours and members, by name, in the order of the file."""
    hours = {row['name']: await BusinessCalendar.create(**row) for row in calendars}
    found = {}
    with clock.freeze(now() - AGE):
        for position, row in enumerate(departments):
            department = await blueprint.make_department(row, position, hours)
            await department.members.add(*(people[name] for name in row['members']))
            found[department.name] = department
    return found


async def _canned_texts(texts: Rows, departments: dict[str, Department]) -> None:
    for position, row in enumerate(texts):
        department = departments.get(row.get('department', ''))
        await CannedText.create(**row | {'department': department, 'body': row['body'].strip(), 'position': position})


async def _catalog(rows: Rows, departments: dict[str, Department]) -> None:
    for position, row in enumerate(blueprint.types(rows)):
        await CatalogItem.create(**row | {'department': departments[row['department']]}, position=position)
