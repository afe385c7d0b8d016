"""What a ticket is promised: policies with versions, by type, contract, department or the desk's own."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from models import AuditLog, BusinessCalendar, CatalogItem, Department, Organization, SlaPolicy, SlaVersion
from models.audience import Reader
from models.priority import TARGETS, Priority
from services import clock, timers
from services.catalog import catalog
from services.durations import minutes_in
from services.refusals import Invalid, NotAllowed, Overtaken
from services.sla import sla_card, sla_change, sla_open
from services.sla.sla_form import read_targets
from tests.support.promised import at, faster, opened, reread, told, typed
from tests.support.world import ROUND_THE_CLOCK, World


def test_times_are_read_with_their_unit() -> None:
    for text, minutes in (
        ('30 min', 30),
        ('3 h', 180),
        ('1,5 h', 90),
        ('1 h 30 min', 90),
        ('2 días', 2880),
        ('3h', 180),
    ):
        assert minutes_in(text) == minutes, text
    for text in ('', '3', 'pronto', '3 h o así', '0.1 min'):
        assert minutes_in(text) is None, text


@pytest.mark.parametrize(
    ('changes', 'fields'),
    [
        ({'low__first_response': 'pronto'}, {'low.first_response'}),
        ({'low__first_response': '0 min'}, {'low.first_response'}),
        ({'high__clock': 'lunar'}, {'high.clock'}),
        ({'high__first_response': '20 h', 'high__resolution': '8 h'}, {'high.resolution'}),
    ],
)
def test_what_is_no_target_is_refused_at_its_field(changes: Mapping[str, str], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_targets(typed(**changes))
    assert set(refused.value.problems) == fields


@pytest.mark.rule('S1-9', 'S4-12')
async def test_a_changed_policy_holds_for_new_tickets_and_for_open_ones_only_when_asked(world: World) -> None:
    old = await opened(world.lucia, at(23, 10))
    assert (old.sla_version_id, old.first_response_due) == (None, at(23, 13))
    policy = await sla_change.save(world.admin.user, faster('1 h'))
    first = (await SlaVersion.get(policy_id=policy.id)).id
    new = await opened(world.lucia, at(23, 10))
    assert new.first_response_due == at(23, 11)
    assert (await reread(old)).first_response_due == at(23, 13)
    with clock.freeze(at(23, 10, 40)):
        effect = await sla_open.effect(world.admin.user, policy.id, faster('30 min'))
        assert (effect.touched, effect.late) == (2, 2)
        await sla_change.save(world.admin.user, faster('30 min'), policy_id=policy.id, started=first, to_open=True)
        await timers.fire_due()
    for ticket in (old, new):
        ticket = await reread(ticket)
        assert ticket.first_response_due == ticket.next_deadline_at == at(23, 10, 30)
        with clock.freeze(at(23, 10, 45)):
            await world.marta.prioritises(ticket, 'can_wait', 'area', to='low')
        assert (await reread(ticket)).first_response_due == at(23, 10, 30)  # the version stays with the ticket
    assert [row.version for row in await SlaVersion.all().order_by('id')] == [1, 2]
    saved = await AuditLog.filter(action='sla_saved').order_by('id')
    assert [row.after['open_tickets'] for row in saved] == [0, 2]
    assert saved[1].before['targets']['low']['first_response'] == 60


@pytest.mark.rule('S1-1', 'S1-10')
async def test_the_policy_is_that_of_the_type_the_contract_the_department_or_the_desk(world: World) -> None:
    admin, company = world.admin.user, world.lucia.user.organization_id
    await sla_change.save(admin, faster('4 h'))
    assert (await opened(world.lucia, at(23, 10))).first_response_due == at(23, 14)
    for name, first, table, row, hour in (
        ('Sistemas', '3 h', Department, world.systems.id, 13),
        ('Mirador', '2 h', Organization, company, 12),
        ('Impresoras', '1 h', CatalogItem, (await CatalogItem.get(slug='printer')).id, 11),
    ):
        policy = await sla_change.save(admin, faster(first), name=name)
        await told(world, table, row, sla_policy_id=policy.id)
        assert (await opened(world.lucia, at(23, 10))).first_response_due == at(23, hour), name
    assert (await opened(world.lucia, at(23, 10), item='access')).first_response_due == at(23, 12)  # the contract
    assert (await opened(world.elena, at(23, 10), item='access')).first_response_due == at(23, 13)  # the department
    assert (await opened(world.elena, at(23, 10), item='quote')).first_response_due == at(23, 14)


@pytest.mark.rule('S1-1')
async def test_a_transfer_keeps_the_version_unless_the_contract_says_otherwise(world: World) -> None:
    admin = world.admin.user
    await sla_change.save(admin, faster('4 h'))
    slow = await sla_change.save(admin, faster('5 h'), name='Comercial')
    await told(world, Department, world.sales.id, sla_policy_id=slow.id)
    ticket = await opened(world.lucia, at(23, 10))
    with clock.freeze(at(23, 10, 5)):
        await world.marta.transfers(ticket, world.sales)
    assert (await reread(ticket)).first_response_due == at(23, 14)
    contract = await sla_change.save(admin, faster('1 h'), name='Mirador')
    await told(world, Organization, world.lucia.user.organization_id or 0, sla_policy_id=contract.id)
    with clock.freeze(at(23, 10, 10)):
        await world.ana.transfers(ticket, world.systems)
    assert (await reread(ticket)).first_response_due == at(23, 11)


@pytest.mark.rule('S1-1')
async def test_a_contract_has_hours_of_its_own(world: World) -> None:
    always = await BusinessCalendar.create(name='24×7', time_zone='America/Guayaquil', weekly=ROUND_THE_CLOCK)
    saturday = at(21, 12)
    assert (await opened(world.lucia, saturday)).first_response_due == at(23, 12)
    await told(world, Organization, world.lucia.user.organization_id or 0, calendar_id=always.id)
    assert (await opened(world.lucia, saturday)).first_response_due == at(21, 15)
    assert (await opened(world.elena, saturday)).first_response_due == at(23, 12)


@pytest.mark.rule('S4-12', '1.6-e')
async def test_the_clock_of_a_target_is_a_setting_and_counts_open_hours_unless_it_says_the_wall(world: World) -> None:
    friday = at(20, 17)
    assert (await opened(world.lucia, friday)).first_response_due == at(23, 10, 30)  # 1.6-e
    await sla_change.save(world.admin.user, read_targets(typed(low__clock='wall')))
    assert (await opened(world.lucia, friday)).first_response_due == at(20, 20)


async def test_the_catalogue_promises_what_the_desks_own_policy_says(world: World) -> None:
    async def promised() -> str:
        tile = (await catalog.home('es')).incidents[0]
        return tile.promise.into('en') if tile.promise else ''

    assert await promised() == 'First response < 3 h'
    await sla_change.save(world.admin.user, faster('90 min'))
    async with asyncio.timeout(30):
        while await promised() != 'First response < 90 min':
            await asyncio.sleep(0)


@pytest.mark.rule('S1-1', 'S1-10')
async def test_a_tile_promises_what_the_ticket_will_have(world: World) -> None:
    admin, company = world.admin.user, world.lucia.user.organization_id or 0
    always = await BusinessCalendar.create(name='24×7', time_zone='America/Guayaquil', weekly=ROUND_THE_CLOCK)
    printer = await CatalogItem.get(slug='printer')
    await sla_change.save(admin, faster('4 h'))

    async def promised() -> str:
        tiles = (await catalog.home('es', Reader.of(world.lucia.user))).incidents
        said = next(tile.promise for tile in tiles if tile.slug == 'printer')
        return said.into('en') if said else ''

    for hours, table, row in ((2, Organization, company), (1, CatalogItem, printer.id)):
        first = {f'{level}__first_response': f'{hours} h' for level in Priority}
        policy = await sla_change.save(admin, read_targets(typed(**first)), name=table.__name__)
        await told(world, table, row, sla_policy_id=policy.id)
        async with asyncio.timeout(30):
            while await promised() != f'First response < {hours} h':
                await asyncio.sleep(0)
    await told(world, CatalogItem, printer.id, handling_hours=8)
    await told(world, Organization, company, calendar_id=always.id)
    assert (await opened(world.lucia, at(21, 12))).promised_at == at(21, 20)  # a Saturday


async def test_two_who_save_at_once_do_not_overwrite_each_other(world: World) -> None:
    admin = world.admin.user
    policy = await sla_change.save(admin, faster('2 h'))
    started = (await SlaVersion.get(policy_id=policy.id)).id
    await sla_change.save(admin, faster('1 h'), policy_id=policy.id, started=started)
    with pytest.raises(Overtaken) as overtaken:
        await sla_change.save(admin, faster('9 h'), policy_id=policy.id, started=started)
    assert overtaken.value.name == 'Admin'


async def test_a_policy_that_somebody_is_promised_stays(world: World) -> None:
    admin = world.admin.user
    await sla_change.save(admin, faster('2 h'))
    gold = await sla_change.save(admin, faster('1 h'), name='Oro')
    with pytest.raises(Invalid):
        await sla_change.save(admin, faster('1 h'), name='Oro')
    kept = (await sla_card.read(gold.id)).value
    await sla_card.save(admin, replace(kept, name='Plata'), kept)
    assert (await sla_card.read(gold.id)).value.name == 'Plata'
    await told(world, CatalogItem, (await CatalogItem.get(slug='printer')).id, sla_policy_id=gold.id)
    with pytest.raises(NotAllowed):
        await sla_change.delete(admin, gold.id)
    await told(world, CatalogItem, (await CatalogItem.get(slug='printer')).id, sla_policy_id=None)
    await sla_change.delete(admin, gold.id)
    assert await SlaPolicy.all().values_list('is_default', flat=True) == [True]


@pytest.mark.parametrize('who', ['lucia', 'marta', 'ana'])
async def test_only_an_admin_changes_what_is_promised(world: World, who: str) -> None:
    person = getattr(world, who).user
    policy = await sla_change.save(world.admin.user, faster('2 h'))
    for deed in (
        sla_change.save(person, faster('1 h'), policy_id=policy.id),
        sla_change.delete(person, policy.id),
        sla_open.effect(person, policy.id, faster('1 h')),
    ):
        with pytest.raises(NotAllowed):
            await deed
    assert await SlaVersion.all().count() == 1


def test_the_default_keeps_both_caps_of_the_contract() -> None:
    assert all(target.first_response <= timedelta(hours=3) for target in TARGETS.values())
    assert all(target.resolution <= timedelta(hours=48) for target in TARGETS.values())
    assert set(TARGETS) == set(Priority)
