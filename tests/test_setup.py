"""Setting up a new desk: what each step saves, and who may."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from models import BusinessCalendar, MailOut, Organization, User
from models.mail_out import MailStatus
from models.user import UserRole
from services import clock, settings
from services.escalation import escalation
from services.hours.calendars import UsualHours
from services.mail import mail_test
from services.refusals import Invalid, NotAllowed, NotFound
from services.setup import asked_contacts, presets, setup, setup_admin, setup_hours, setup_regions
from services.setup.setup import STEPS, Setup
from services.setup.setup_admin import FirstAdmin
from tests.support.waiting import until
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, tzinfo=ZoneInfo('UTC'))


async def test_each_step_is_remembered_until_the_desk_is_set_up(admin: User) -> None:
    assert (await settings.load(Setup)).next_step == 'preset'
    await presets.apply(admin, 'software-support')
    for step in list(STEPS)[:3]:
        await setup.mark(admin, step)
    assert (await settings.load(Setup)).next_step == 'you'
    await setup.mark(admin, 'mail')
    assert (await settings.load(Setup)).next_step == 'you'
    assert await setup.is_open()
    await setup.finish(admin)
    assert not await setup.is_open()
    assert (await settings.load(Setup)).next_step == 'done'


async def test_what_was_left_out_can_be_done_once_the_desk_is_set_up_and_nothing_else(admin: User) -> None:
    async def offered() -> list[str]:
        known = await settings.load(Setup)
        return [step for step in STEPS if await setup.is_offered(known, step)]

    assert await offered() == list(STEPS)
    await setup.mark(admin, 'brand')
    await setup.finish(admin)
    await until(lambda: _is(offered, ['preset']))
    assert 'preset' not in (await settings.load(Setup)).steps
    await presets.apply(admin, 'mail-desk')
    await until(lambda: _is(offered, ['contacts']))


async def test_a_desk_that_was_made_by_hand_offers_no_step(world: World) -> None:
    assert not [step for step in STEPS if await setup.is_offered(await settings.load(Setup), step)]


async def test_another_kind_asks_again_for_what_it_makes_anew_and_leaves_the_hours_of_a_contract(admin: User) -> None:
    await presets.apply(admin, 'help-desk')
    for step in ('preset', 'brand', 'hours', 'contacts'):
        await setup.mark(admin, step)
    calendar = await BusinessCalendar.first()
    await Organization.create(name='Minas', calendar=calendar, created_at=clock.now())
    await presets.apply(admin, 'mail-desk')
    assert calendar
    assert await BusinessCalendar.exists(id=calendar.id)
    assert (await settings.load(Setup)).steps == ['preset', 'brand']


async def _is(ask: Callable[[], Awaitable[object]], wanted: object) -> bool:
    return await ask() == wanted


async def test_the_first_admin_takes_an_address_of_her_own_until_the_desk_is_set_up(admin: User) -> None:
    for wrong, field in (
        (FirstAdmin('', 'eva@desk.example'), 'full_name'),
        (FirstAdmin('Eva Luna', 'eva'), 'email'),
        (FirstAdmin('Eva Luna', 'eva@desk.example', phone='none'), 'phone'),
        (FirstAdmin('Eva Luna', 'eva@desk.example', language='xx'), 'language'),
        (FirstAdmin('Eva Luna', 'eva@desk.example', time_zone='Nowhere'), 'time_zone'),
    ):
        with pytest.raises(Invalid) as refused:
            await setup_admin.save(admin, wrong)
        assert list(refused.value.problems) == [field]
    await setup_admin.save(
        admin, FirstAdmin('Eva Luna', ' Eva@Desk.example', '+57 (6) 3134484', 'pt', 'America/Bogota')
    )
    eva = await User.get(id=admin.id)
    assert (eva.email, eva.full_name, eva.language, eva.role) == ('eva@desk.example', 'Eva Luna', 'pt', UserRole.ADMIN)
    other = await User.create(email='ana@desk.example', full_name='Ana', created_at=clock.now())
    with pytest.raises(Invalid):
        await setup_admin.save(eva, FirstAdmin('Eva Luna', other.email))
    await setup.finish(eva)
    with pytest.raises(NotAllowed):
        await setup_admin.save(eva, FirstAdmin('Eva Luna', 'eva@elsewhere.example'))


@pytest.mark.rule('S4-13')
async def test_hours_come_with_the_zone_and_the_holidays_of_a_country(admin: User) -> None:
    await presets.apply(admin, 'help-desk')
    row = await setup_hours.main_calendar(admin)
    assert row
    week = UsualHours(**vars(UsualHours.of(row)) | {'time_zone': 'America/Bogota', 'monday': '8:00–18:00'})
    with clock.freeze(MONDAY):
        await setup_hours.save(admin, row.id, week, 'CO', adopt=True)
        again = await BusinessCalendar.get(id=row.id)
        assert (again.country, again.weekly[0]) == ('CO', [[480, 1080]])
        for holiday in (date(2026, 12, 8), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 11)):
            assert again.exceptions[holiday.isoformat()] == []
        assert set(await BusinessCalendar.all().values_list('time_zone', flat=True)) == {'America/Bogota'}
        with pytest.raises(Invalid):
            await setup_hours.save(admin, row.id, week, 'XX', adopt=True)
        await setup_hours.save(admin, row.id, week, '', adopt=True)
    assert (await BusinessCalendar.get(id=row.id)).country == ''


@pytest.mark.rule('S1-14', 'S1-15')
async def test_a_region_is_shown_to_its_customers_once_all_its_levels_can_be_called(admin: User) -> None:
    await presets.apply(admin, 'regional-noc')
    company = await Organization.create(name='Minas', country='BO', created_at=clock.now())
    customer = await User.create(
        email='eva@minas.example', full_name='Eva', organization=company, created_at=clock.now()
    )
    south = next(one for one in await setup_regions.regions(admin) if one.path.name == 'Cono Sur')
    numbers = {f'phone.{step.level}': f'+56 2 555 012{step.level}' for step in south.steps}
    with pytest.raises(Invalid) as refused:
        await setup_regions.save(admin, south.path.id, numbers | {'phone.1': '+00 000 000 0000', 'email.2': 'x'})
    assert refused.value.problems.keys() == {'phone.1', 'email.2'}
    await setup_regions.save(admin, south.path.id, numbers | {'phone.3': ''})
    assert await escalation.tables(customer) == []
    await setup_regions.save(admin, south.path.id, numbers | {'name.1': 'Joaquín'})
    (shown,) = await escalation.tables(customer)
    assert [(step.name, step.phone) for step in shown.steps] == [
        ('Joaquín', '+56 2 555 0121'),
        ('', '+56 2 555 0122'),
        ('', '+56 2 555 0123'),
    ]
    with pytest.raises(NotFound):
        await setup_regions.save(admin, 0, numbers)


async def test_a_test_mail_goes_to_whoever_asks(admin: User) -> None:
    mail_id = await mail_test.send(admin)
    mail = await mail_test.result(admin, mail_id)
    assert (mail.to_address, mail.status) == (admin.email, MailStatus.QUEUED)
    await MailOut.filter(id=mail_id).update(to_address='somebody@else.example')
    with pytest.raises(NotFound):
        await mail_test.result(admin, mail_id)


async def test_only_admins_set_up(world: World) -> None:
    week = UsualHours()
    for person in (world.lucia, world.marta, world.ana):
        actor = person.user
        for refused in (
            setup.mark(actor, 'brand'),
            setup.finish(actor),
            setup_admin.save(actor, FirstAdmin('Eva', 'eva@desk.example')),
            setup_hours.main_calendar(actor),
            setup_hours.save(actor, 1, week, '', adopt=False),
            setup_regions.regions(actor),
            setup_regions.save(actor, 1, {}),
            mail_test.send(actor),
            mail_test.result(actor, 1),
            asked_contacts.asked(actor),
        ):
            with pytest.raises(NotAllowed):
                await refused
