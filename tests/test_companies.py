"""Companies as an admin keeps them: their domains, their country, their contract, and what sharing tickets shows."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models import AuditLog, BusinessCalendar, EscalationPath, Organization, SlaPolicy, Ticket, User
from models.lifecycle import Status
from models.priority import Impact, Urgency
from services import bus, clock, timers
from services.escalation import escalation, escalation_desk
from services.people import company_contract, company_desk, contracts
from services.people.company_form import CompanyForm, ContractForm
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.tickets import closing, my_tickets
from tests.support.world import Person, World

GUAYAQUIL = ZoneInfo('America/Guayaquil')
LOW = {'urgency': Urgency.CAN_WAIT, 'impact': Impact.PERSON}
LATE_WEEK = [[[720, 1200]]] * 5 + [[], []]


def company_of(person: Person) -> int:
    assert person.user.organization_id
    return person.user.organization_id


async def _changed(world: World, company_id: int, **changes: object) -> None:
    kept = await company_desk.stored(world.admin.user, company_id)
    form = replace(kept.value, **changes)  # type: ignore[arg-type]
    await company_desk.save(world.admin.user, form, kept.value, company_id)


async def test_a_company_is_made_and_changed(world: World) -> None:
    admin = world.admin.user
    form = CompanyForm('  Clínica Andes ', '@Andes.example; salud.andes.example', 'PE', 'Salud', notes='VIP')
    row = await company_desk.save(admin, form)
    assert (row.name, row.domains) == ('Clínica Andes', ['andes.example', 'salud.andes.example'])
    kept = await company_desk.stored(admin, row.id)
    assert (kept.value.notes, kept.name) == ('VIP', admin.full_name)
    await company_desk.save(admin, replace(kept.value, sector='Sanidad'), kept.value, row.id)
    with pytest.raises(Overtaken):
        await company_desk.save(admin, kept.value, kept.value, row.id)
    entry = await AuditLog.filter(subject=f'company:{row.id}').order_by('-id').first()
    assert entry
    assert (entry.before['sector'], entry.after['sector']) == ('Salud', 'Sanidad')
    assert 'Sanidad' in await company_desk.sectors(admin)


async def test_what_cannot_be_is_refused_at_its_field(world: World) -> None:
    await company_desk.save(world.admin.user, CompanyForm('Clínica Andes', 'andes.example'))
    for form, fields in (
        (CompanyForm(''), {'name'}),
        (CompanyForm('hotel mirador'), {'name'}),
        (CompanyForm('Nueva', 'no es un dominio'), {'domains'}),
        (CompanyForm('Nueva', 'gmail.com'), {'domains'}),
        (CompanyForm('Nueva', 'ANDES.example'), {'domains'}),
        (CompanyForm('Nueva', country='QQ'), {'country'}),
        (CompanyForm('Nueva', sector='x' * 81), {'sector'}),
    ):
        with pytest.raises(Invalid) as refused:
            await company_desk.save(world.admin.user, form)
        assert set(refused.value.problems) == fields
    assert await Organization.all().count() == 3


@pytest.mark.rule('S3-23')
async def test_sharing_tickets_holds_at_once_in_the_pages_of_colleagues(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    heard: list[str] = []
    mirador = company_of(world.lucia)
    for topic in (f'company:{mirador}', 'companies'):
        bus.watch([topic], lambda topic=topic: heard.append(topic))  # type: ignore[misc]
    assert await world.ivan.sees(ticket)
    await _changed(world, mirador, shares_tickets=False)
    assert sorted(heard) == ['companies', f'company:{mirador}']
    assert not await world.ivan.sees(ticket)
    assert (await my_tickets.page(world.ivan.user, company=True)).rows == []
    await _changed(world, mirador, shares_tickets=True)
    assert [row['id'] for row in (await my_tickets.page(world.ivan.user, company=True)).rows] == [ticket.id]


async def test_the_clocks_follow_the_calendar_of_the_contract(world: World) -> None:
    admin, mirador = world.admin.user, company_of(world.lucia)
    late = await BusinessCalendar.create(name='Tarde', time_zone='America/Guayaquil', weekly=LATE_WEEK)
    gold = await SlaPolicy.create(name='Oro', created_at=clock.now())
    monday = datetime(2026, 11, 23, 9, tzinfo=GUAYAQUIL)
    with clock.freeze(monday):
        ticket = await world.lucia.opens('Consulta', **LOW)
        assert (await Ticket.get(id=ticket.id)).first_response_due == monday.replace(hour=12)
        contract = ContractForm(str(late.id), str(gold.id))
        await company_contract.save(admin, contract, ContractForm(), mirador)
        await timers.fire_due()
        assert (await Ticket.get(id=ticket.id)).first_response_due == monday.replace(hour=15)
        assert (await contracts.contract_of(mirador)).sla_policy_id == gold.id
        await company_contract.save(admin, ContractForm(), contract, mirador)
        await timers.fire_due()
    assert (await Ticket.get(id=ticket.id)).first_response_due == monday.replace(hour=12)
    with pytest.raises(Overtaken):
        await company_contract.save(admin, contract, contract, mirador)
    with pytest.raises(Invalid):
        await company_contract.save(admin, ContractForm('99'), ContractForm(), mirador)


@pytest.mark.rule('S1-1')
async def test_the_country_chooses_the_calendar_until_somebody_does(world: World) -> None:
    bogota, lima = [
        await BusinessCalendar.create(name=country, time_zone='America/Bogota', weekly=LATE_WEEK, country=country)
        for country in ('CO', 'PE')
    ]
    row = await company_desk.save(world.admin.user, CompanyForm('Nueva', country='CO'))
    assert row.calendar_id == bogota.id
    await _changed(world, row.id, country='PE')
    assert (await Organization.get(id=row.id)).calendar_id == lima.id
    chosen = str((await BusinessCalendar.get(name='Semana')).id)
    await company_contract.save(world.admin.user, ContractForm(chosen), ContractForm(str(lima.id)), row.id)
    await _changed(world, row.id, country='CO')
    assert str((await Organization.get(id=row.id)).calendar_id) == chosen


@pytest.mark.rule('S1-1')
async def test_a_country_does_not_take_the_place_of_a_calendar_that_was_chosen(world: World) -> None:
    admin = world.admin.user
    always, bogota = [
        await BusinessCalendar.create(name=name, time_zone='America/Bogota', weekly=LATE_WEEK, country=country)
        for name, country in (('24×7', ''), ('Colombia', 'CO'))
    ]
    row = await company_desk.save(admin, CompanyForm('Nueva'))
    await company_contract.save(admin, ContractForm(str(always.id)), ContractForm(), row.id)
    await _changed(world, row.id, country='CO')
    assert (await Organization.get(id=row.id)).calendar_id == always.id
    other = await company_desk.save(admin, CompanyForm('Otra'))
    await _changed(world, other.id, country='CO')
    assert (await Organization.get(id=other.id)).calendar_id == bogota.id
    entry = await AuditLog.filter(subject=f'company:{other.id}').order_by('-id').first()
    assert entry
    assert (entry.before['calendar'], entry.after['calendar']) == ('', 'Colombia')


async def test_no_more_companies_are_read_than_are_shown_and_all_are_counted(world: World) -> None:
    admin = world.admin.user
    await Organization.bulk_create(Organization(name=f'Empresa {n}', created_at=clock.now()) for n in range(60))
    assert len(await company_desk.first_of(admin)) == company_desk.PAGE
    assert await company_desk.count(admin) == 62
    shown = await company_desk.first_of(admin, 2 * company_desk.PAGE)
    assert len({one.row.name for one in shown}) == 62
    assert shown[-1].people == 2  # Hotel Mirador


@pytest.mark.rule('S1-14')
async def test_the_contract_names_the_table_before_the_country_and_admins_hear_of_countries_without_one(
    world: World,
) -> None:
    admin, ondu = world.admin.user, company_of(world.elena)
    south = await EscalationPath.create(name='Cono Sur', countries=['BO', 'AR'], position=1)
    await EscalationPath.create(name='América Central y El Caribe', countries=['PA'], position=2)
    await EscalationPath.create(name='Las demás', position=3)
    for country, table in (('BO', 'Cono Sur'), ('PA', 'América Central y El Caribe'), ('JP', 'Las demás')):
        await _changed(world, ondu, country=country)
        assert [one.path.name for one in await escalation.tables(world.elena.user)] == [table]
    assert await escalation_desk.without_table(admin) == {'EC': ['Hotel Mirador'], 'JP': ['Grupo Ondú']}
    await company_contract.save(admin, ContractForm(escalation_path=str(south.id)), ContractForm(), ondu)
    assert [one.path.name for one in await escalation.tables(world.elena.user)] == ['Cono Sur']
    assert await escalation_desk.without_table(admin) == {'EC': ['Hotel Mirador']}


async def test_a_company_is_put_aside_and_taken_back(world: World) -> None:
    admin, mirador = world.admin.user, company_of(world.lucia)
    ticket = await world.lucia.opens('No imprime')
    await company_desk.set_active(admin, mirador, is_active=False)
    assert mirador not in dict(await company_desk.names(admin))
    assert await world.ivan.sees(ticket)
    (found,) = [one for one in await company_desk.first_of(admin) if one.row.id == mirador]
    assert (found.row.is_active, found.people, found.open_tickets) == (False, 2, 1)
    await company_desk.set_active(admin, mirador, is_active=True)
    assert mirador in dict(await company_desk.names(admin))
    with pytest.raises(NotFound):
        await company_desk.set_active(admin, 77, is_active=True)


Verb = Callable[[Person, World], Awaitable[object]]
VERBS: dict[str, Verb] = {
    'list': lambda who, _: company_desk.first_of(who.user),
    'count': lambda who, _: company_desk.count(who.user),
    'names': lambda who, _: company_desk.names(who.user),
    'sectors': lambda who, _: company_desk.sectors(who.user),
    'read': lambda who, world: company_desk.stored(who.user, company_of(world.elena)),
    'save': lambda who, _: company_desk.save(who.user, CompanyForm('Mía')),
    'put aside': lambda who, world: company_desk.set_active(who.user, company_of(world.elena), is_active=False),
    'read the contract': lambda who, world: company_contract.stored(who.user, company_of(world.elena)),
    'save the contract': lambda who, world: company_contract.save(
        who.user, ContractForm(), ContractForm(), company_of(world.elena)
    ),
}


@pytest.mark.parametrize('verb', VERBS.values(), ids=VERBS.keys())
async def test_only_an_admin_keeps_companies(world: World, verb: Verb) -> None:
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await verb(person, world)
    assert not await AuditLog.exists()


@pytest.mark.rule('S3-23')
async def test_a_ticket_is_of_the_company_in_which_its_opener_is_now(world: World) -> None:
    ondu = await Organization.get(id=world.elena.user.organization_id)
    await User.filter(id=world.lucia.user.id).update(organization=ondu)  # a moment ago: the page does not know it yet
    ticket = await world.lucia.opens('No imprime')
    assert ticket.organization_id == ondu.id
    await Ticket.filter(id=ticket.id).update(status=Status.CLOSED, is_closed=True, organization_id=None)
    again = await closing.follow_up(world.lucia.user, ticket, 'Volvió a pasar.')
    assert again.organization_id == ondu.id
