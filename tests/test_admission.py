"""With which company somebody who registered comes in, and whether an admin has to let him, on both databases."""

import pytest

from models import MailOut, Organization, Session, User
from models.user import UserRole
from services import settings
from services.accounts import approval_asked, recovery, registration, sessions, waiting
from services.accounts.admission import Registration
from services.accounts.sign_in import sign_in
from services.accounts.waiting import Stage
from services.clock import now
from services.refusals import Invalid, NotAllowed, NotFound, Refused
from tests.support.registering import HOME, PASSWORD, ROSA, form, mailed, token_mailed
from tests.support.world import World


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody measures the time here."""
    monkeypatch.setattr(registration, 'ANSWER_AFTER', 0)


@pytest.mark.rule('S3-11')
async def test_the_company_is_that_of_the_domain_but_never_of_free_mail(world: World) -> None:
    await Organization.filter(name='Hotel Mirador').update(domains=['Mirador.example', 'gmail.com'])
    for email in ('rosa@mirador.example', 'rosa@gmail.com', 'rosa@sub.mirador.example'):
        await registration.register(form(email, company='Hotel Mirador'), 'es', HOME)
        assert (await User.get(email=email)).organization_id is None, 'not before the address is confirmed'
        await registration.confirm(await token_mailed(email), HOME)
    people = {one.email: one for one in await User.filter(full_name='Rosa Lema').prefetch_related('organization')}
    assert people['rosa@mirador.example'].organization_id == world.lucia.user.organization_id
    assert people['rosa@mirador.example'].wanted_company == ''
    for email in ('rosa@gmail.com', 'rosa@sub.mirador.example'):
        assert people[email].organization_id is None
        assert people[email].wanted_company == 'Hotel Mirador'
    assert len(await registration.pending(world.admin.user)) == 2


@pytest.mark.rule('S3-11')
async def test_where_it_is_asked_an_admin_lets_people_in(world: World) -> None:
    await settings.save(world.admin.user, Registration(needs_approval=True))
    key = await registration.register(form(company='Laurel'), 'es', HOME)
    await registration.confirm(await token_mailed(), HOME)
    assert await waiting.stage(key) == Stage.APPROVAL
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, '')
    rosa = await User.get(email=ROSA)
    assert (await registration.pending(world.admin.user))[0] == rosa
    company = await Organization.get(name='Hotel Mirador')
    for other in (world.lucia, world.marta, world.ana):
        for verb in (registration.approve(other.user, rosa, company), registration.decline(other.user, rosa)):
            with pytest.raises(NotAllowed):
                await verb
        with pytest.raises(NotAllowed):
            await registration.pending(other.user)
    await registration.approve(world.admin.user, rosa, company)
    assert await waiting.stage(key) == Stage.IN
    actor = await sessions.actor_of(await waiting.enter(key, HOME, ''))
    assert actor
    assert actor.organization_id == company.id
    assert '/login' in (await mailed())[-1].body
    with pytest.raises(NotFound):
        await registration.approve(world.admin.user, rosa, company)


@pytest.mark.rule('S3-11')
async def test_admins_hear_of_who_waits_in_their_language_but_are_not_flooded(world: World) -> None:
    await User.filter(id=world.admin.user.id).update(language='en')
    ana = world.ana.user
    await User.filter(id=ana.id).update(role=UserRole.ADMIN)
    await User.create(email='new@mesa.example', full_name='New', role=UserRole.ADMIN, created_at=now())
    told = MailOut.filter(body__contains='/settings/people').order_by('id')
    await registration.register(form(), 'es', HOME)
    await registration.confirm(await token_mailed(), HOME)
    assert await told.count() == 0, 'nobody has to decide'
    await settings.save(world.admin.user, Registration(needs_approval=True))
    for number in range(approval_asked.MAILED.burst + 1):
        await registration.register(form(f'r{number}@laurel.example', company='Café Laurel'), 'es', HOME)
        await registration.confirm(await token_mailed(f'r{number}@laurel.example'), HOME)
        if number == 0:
            mails = {mail.to_address: mail for mail in await told}
            assert sorted(mails) == sorted([world.admin.user.email, ana.email])
            assert mails[world.admin.user.email].subject == 'A registration waits for your approval'
            assert mails[ana.email].subject == 'Un registro espera tu aprobación'
            for word in ('Rosa Lema', 'r0@laurel.example', 'Café Laurel'):
                assert word in mails[ana.email].body
    assert await told.count() == 2 * approval_asked.MAILED.burst
    assert len(await registration.pending(world.admin.user)) == approval_asked.MAILED.burst + 1


async def test_who_is_declined_stays_out_and_recovery_is_no_way_around(world: World) -> None:
    await settings.save(world.admin.user, Registration(needs_approval=True))
    key = await registration.register(form(), 'es', HOME)
    await recovery.ask_link(ROSA, HOME)
    rosa = await recovery.use(await token_mailed(door='reset'), PASSWORD)
    assert not rosa.is_active
    waits = await waiting.new_key(rosa)
    assert await waiting.stage(waits) == Stage.APPROVAL
    await registration.decline(world.admin.user, rosa)
    assert await waiting.stage(waits) == Stage.DECLINED
    told = (await mailed())[-1]
    assert told.template == 'account'
    await registration.register(form(), 'es', HOME)
    again = (await mailed())[-1]
    assert again.subject not in ('', told.subject), 'nobody waits for a mail that does not come'
    with pytest.raises(Invalid):
        await sign_in(ROSA, PASSWORD, HOME, '')
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, '')
    assert await Session.all().count() == 0


@pytest.mark.rule('S3-11')
async def test_the_setting_says_who_may_register(world: World) -> None:
    await settings.save(world.admin.user, Registration(open_to='nobody'))
    with pytest.raises(NotAllowed):
        await registration.register(form(), 'es', HOME)
    await settings.save(world.admin.user, Registration(open_to='known_domains'))
    await Organization.filter(name='Hotel Mirador').update(domains=['mirador.example'])
    for email in (ROSA, world.elena.user.email):
        with pytest.raises(Invalid) as refused:
            await registration.register(form(email), 'es', HOME)
        assert list(refused.value.problems) == ['email'], 'the same for known and unknown addresses'
    assert await registration.register(form('rosa@mirador.example'), 'es', HOME)
    with pytest.raises(Refused):
        await settings.save(world.admin.user, Registration(open_to='all'))  # type: ignore[arg-type]
