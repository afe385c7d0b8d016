"""Who keeps the probes, what a form may say, and signs of life."""

import json
from datetime import timedelta

import pytest

from models import AuditLog, Component, Probe, Region, User
from models.component import ComponentStatus
from models.probe import ProbeKind
from models.user import UserRole
from services import brakes, clock
from services.clock import now
from services.probes import probes
from services.probes.probe_checks import Result
from services.probes.probe_push import beat
from services.probes.probe_results import mark_silent, record
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken, TooMany
from tests.support.probes import FORM, PUSH, state, the_probe
from tests.support.world import World


@pytest.fixture
async def component(world: World) -> Component:
    made = await Component.create(slug='mail', name='Correo', created_at=now())
    await made.regions.add(await Region.create(name='Quito'))
    return made


async def test_only_admins_define_probes(world: World, component: Component) -> None:
    form = FORM | {'component': str(component.id)}
    await probes.define(world.admin.user, ProbeKind.TCP, form)
    probe = await the_probe()
    await User.filter(id=world.admin.user.id).update(role=UserRole.LEAD)  # a moment ago
    for person in (world.ana, world.marta, world.lucia, world.admin):
        for refused in (
            probes.define(person.user, ProbeKind.TCP, form),
            probes.change(person.user, probe.id, form),
            probes.set_active(person.user, probe.id, active=False),
            probes.delete(person.user, probe.id),
            probes.try_out(person.user, probe.id),
            probes.find(person.user, probe.id),
            probes.renew(person.user, probe.id),
            probes.probes(person.user),
            probes.components(person.user),
        ):
            with pytest.raises(NotAllowed):
                await refused
    assert (await AuditLog.all().order_by('-id').first().values())['action'] == 'probe_defined'
    await User.filter(id=world.admin.user.id).update(role=UserRole.ADMIN)
    await probes.delete(world.admin.user, probe.id)
    with pytest.raises(NotFound):
        await probes.try_out(world.admin.user, probe.id)


@pytest.mark.parametrize(
    ('kind', 'wrong'),
    [
        (ProbeKind.TCP, {'name': ' '}),
        (ProbeKind.TCP, {'component': '77'}),
        (ProbeKind.TCP, {'region': '77'}),
        (ProbeKind.TCP, {'target': 'mail.example'}),
        (ProbeKind.TCP, {'target': 'mail.example:99999'}),
        (ProbeKind.TCP, {'target': '10.0.0.5:25'}),
        (ProbeKind.TCP, {'interval': '1'}),
        (ProbeKind.TCP, {'timeout': '1e3'}),
        (ProbeKind.TCP, {'window': '1'}),
        (ProbeKind.TCP, {'turns_to': 'operational'}),
        (ProbeKind.HTTP, {'target': 'file:///etc/passwd'}),
        (ProbeKind.HTTP, {'target': 'https://user:pass@portal.example/'}),
        (ProbeKind.HTTP, {'target': 'https://[portal/'}),
        (ProbeKind.HTTP, {'target': 'http://169.254.169.254/latest/meta-data/'}),
        (ProbeKind.HTTP, {'target': 'https://portal.example/', 'status': '99'}),
        (ProbeKind.DNS, {'target': 'portal example', 'record': 'A'}),
        (ProbeKind.DNS, {'target': 'portal.example', 'record': 'AXFR'}),
        (ProbeKind.DNS, {'target': 'portal.example', 'record': 'A', 'server': 'a b'}),
        (ProbeKind.ICMP, {'target': '-c 1; reboot'}),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(
    world: World, component: Component, kind: ProbeKind, wrong: dict[str, str]
) -> None:
    form = FORM | {'component': str(component.id)} | wrong
    with pytest.raises(Invalid) as refused:
        await probes.define(world.admin.user, kind, form)
    assert len(refused.value.problems) == 1
    assert set(refused.value.problems) <= set(wrong)
    assert not await Probe.exists()


async def test_a_sign_of_life_keeps_it_well(world: World, component: Component) -> None:
    start = now()
    with clock.freeze(start):
        address = await probes.define(world.admin.user, ProbeKind.PUSH, PUSH | {'component': str(component.id)})
        token = address.rsplit('/', 1)[1]
        await beat(token, '127.0.0.1')
    probe = await the_probe()
    assert probe.next_at == start + timedelta(seconds=4200)
    assert (await state(world)) == ComponentStatus.OPERATIONAL
    assert token not in json.dumps([row async for row in AuditLog.all().values('before', 'after')])
    for _ in range(2):
        await beat(token, '127.0.0.1', ok=False, why='No queda\x00 espacio\ud800\n')
    assert (await state(world)) == ComponentStatus.PARTIAL
    assert (await the_probe()).results[-1]['values'] == {'text': 'No queda espacio'}


async def test_an_address_ends_with_the_next_one(world: World, component: Component) -> None:
    old = await probes.define(world.admin.user, ProbeKind.PUSH, PUSH | {'component': str(component.id)})
    new = await probes.renew(world.admin.user, (await the_probe()).id)
    await beat(new.rsplit('/', 1)[1], '127.0.0.1')
    for token in (old.rsplit('/', 1)[1], '', 'x'):
        with pytest.raises(NotFound):
            await beat(token, '127.0.0.1')


async def test_guessing_addresses_is_braked(world: World) -> None:
    with clock.freeze(now()), pytest.raises(TooMany):
        for _ in range(200):
            with pytest.raises(NotFound):
                await beat('x', '198.51.100.7')
    await brakes.sweep()


async def test_those_who_tell_are_not_braked_however_many_share_an_address(world: World, component: Component) -> None:
    with clock.freeze(now()):
        address = await probes.define(world.admin.user, ProbeKind.PUSH, PUSH | {'component': str(component.id)})
        for _ in range(130):
            await beat(address.rsplit('/', 1)[1], '198.51.100.7')


async def test_a_change_of_what_somebody_else_has_changed_meanwhile_is_refused(
    world: World, component: Component
) -> None:
    form = FORM | {'component': str(component.id)}
    await probes.define(world.admin.user, ProbeKind.TCP, form)
    started = await probes.find(world.admin.user, (await the_probe()).id)
    await probes.set_active(world.admin.user, started.id, active=False)
    await probes.change(world.admin.user, started.id, form | {'publishes': 'yes'}, started)
    with pytest.raises(Overtaken):
        await probes.change(world.admin.user, started.id, form | {'name': 'Otra'}, started)
    probe = await the_probe()
    assert (probe.name, probe.publishes) == ('Correo', True)


@pytest.mark.parametrize('kind', [ProbeKind.TCP, ProbeKind.PUSH])
async def test_a_shorter_interval_begins_at_once(world: World, component: Component, kind: ProbeKind) -> None:
    start, later = now(), now() + timedelta(hours=5)
    form = (FORM if kind == ProbeKind.TCP else PUSH) | {'component': str(component.id), 'interval': '86400'}
    with clock.freeze(start):
        await probes.define(world.admin.user, kind, form)
        await record(await the_probe(), Result(start, True, 5))
        await Probe.all().update(next_at=start + timedelta(days=1))
    with clock.freeze(later):
        await probes.change(world.admin.user, (await the_probe()).id, form | {'interval': '60'})
        await mark_silent()
        assert await state(world) == ComponentStatus.OPERATIONAL
        probe = await the_probe()
    assert probe.next_at == (later if kind == ProbeKind.TCP else later + timedelta(seconds=660))
    assert len(probe.results) == 1
