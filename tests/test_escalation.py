"""Each region has its own table of whom to turn to, and its customers read no other."""

import tomllib

import pytest

from models import EscalationPath, EscalationStep, Organization
from services import bus
from services.escalation import escalation
from services.setup import demo_articles
from services.setup.demo import FOLDER
from tests.support.world import Person, World


async def regions(person: Person | None) -> list[str]:
    return [table.path.name for table in await escalation.tables(person.user if person else None)]


async def lives_in(person: Person, country: str) -> list[str]:
    await Organization.filter(id=person.user.organization_id).update(country=country)
    return await regions(person)


@pytest.fixture
async def tables(world: World) -> World:

    rows = tomllib.loads((FOLDER / 'escalation.toml').read_text(encoding='utf-8'))['path']
    await demo_articles.write_escalation(rows)
    return world


@pytest.mark.rule('S1-1', 'S1-14', 'S1-15')
async def test_a_customer_reads_the_table_of_his_country_and_no_other(tables: World) -> None:
    for country, region in (
        ('CO', 'Colombia'),
        ('PE', 'Perú'),
        ('BO', 'Cono Sur'),
        ('AR', 'Cono Sur'),
        ('MX', 'México'),
        ('VE', 'Venezuela'),
        ('PA', 'América Central y El Caribe'),
        ('JP', 'Todas las demás regiones'),
        ('', 'Todas las demás regiones'),
    ):
        assert await lives_in(tables.elena, country) == [region], country
    assert await regions(None) == []
    assert len(await regions(tables.marta)) == 7


async def test_a_company_may_have_a_table_of_its_own(tables: World) -> None:
    own = await EscalationPath.create(name='Ondú', organization_id=tables.elena.user.organization_id, position=99)
    await EscalationStep.create(path=own, level=2, role='Segundo')
    await EscalationStep.create(path=own, level=1, role='Primero')
    bus.publish(['settings'])
    assert await regions(tables.elena) == ['Ondú']
    (table,) = await escalation.tables(tables.elena.user)
    assert [step.role for step in table.steps] == ['Primero', 'Segundo']
    assert await regions(tables.lucia) == ['Todas las demás regiones']
