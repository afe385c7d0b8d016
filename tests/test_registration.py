"""Registration, confirmation, approval, on both databases (S3-11, S3-12)."""

import asyncio
from datetime import timedelta

import pytest

from models import AuditLog, Brake, Session, TermsAcceptance, Token, User
from models.user import UserRole
from services import brakes, housekeeping
from services.accounts import invitations, recovery, registration, sessions, terms, unconfirmed, waiting
from services.accounts.sign_in import MISMATCH, sign_in
from services.accounts.terms import Written
from services.accounts.waiting import Stage
from services.clock import freeze, now
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from services.search import search
from tests.support.registering import AWAY, HOME, PASSWORD, ROSA, form, mailed, token_mailed
from tests.support.world import Person, World


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody measures the time here."""
    monkeypatch.setattr(registration, 'ANSWER_AFTER', 0)


@pytest.mark.rule('S3-11')
async def test_who_registers_gets_in_by_a_link_that_works_once_and_ends(world: World) -> None:
    key = await registration.register(form(' Rosa@Laurel.example '), 'en', HOME)
    rosa = await User.get(email=ROSA)
    assert (rosa.full_name, rosa.language, rosa.verified_at) == ('Rosa Lema', 'en', None)
    assert await waiting.stage(key) == Stage.MAIL
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, '')
    with pytest.raises(NotAllowed):
        await Person(rosa).opens('No imprime')
    token = await token_mailed()
    assert await registration.look(token, HOME)
    assert await registration.look(token, HOME), 'looking uses nothing up'
    with freeze(now() + registration.LIFETIME + timedelta(minutes=1)):
        assert await registration.look(token, AWAY) is None
        with pytest.raises(NotFound):
            await registration.confirm(token, AWAY)
    await Brake.all().delete()  # they were written in the future
    await registration.confirm(token, HOME)
    with pytest.raises(NotFound):
        await registration.confirm(token, HOME)
    assert await waiting.stage(key) == Stage.IN
    session = await waiting.enter(key, HOME, 'Firefox')
    actor = await sessions.actor_of(session)
    assert actor
    assert await Person(actor).opens('No imprime')
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, 'Firefox')
    assert token not in str(await Token.all().values())


@pytest.mark.rule('S3-11')
@pytest.mark.parametrize(
    ('wrong', 'field'),
    [({'name': ' '}, 'name'), ({'email': 'rosa'}, 'email'), ({'password': 'corta'}, 'password')],
)
async def test_what_is_wrong_is_said_at_its_field(world: World, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await registration.register(form(**wrong), 'es', HOME)
    assert list(refused.value.problems) == [field]


@pytest.mark.rule('S3-11')
async def test_who_has_not_confirmed_the_address_is_told_what_everybody_is_told(world: World) -> None:
    await registration.register(form(), 'es', HOME)
    await registration.register(form(world.elena.user.email), 'es', HOME)
    told = []
    for email, password in ((ROSA, PASSWORD), (ROSA, 'wrong'), (world.elena.user.email, PASSWORD)):
        with pytest.raises(Invalid) as refused:
            await sign_in(email, password, HOME, '')
        told.append(refused.value.problems)
    assert told == [{'form': MISMATCH}] * 3
    assert await Session.all().count() == 0


async def test_known_and_unknown_addresses_wait_for_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, 'ANSWER_AFTER', 0.3)
    loop = asyncio.get_running_loop()
    for email in (ROSA, world.elena.user.email):
        since = loop.time()
        await registration.register(form(email), 'es', HOME)
        assert loop.time() - since >= 0.3, 'whatever is done for one of them is done before'


async def test_the_owner_alone_learns_that_an_address_is_known(world: World) -> None:
    lucia = world.lucia.user
    await User.filter(id=lucia.id).update(password_hash='x')
    key = await registration.register(form(lucia.email, name='Otra'), 'es', HOME)
    new = await registration.register(form(), 'es', HOME)
    assert (len(key), await waiting.stage(key)) == (len(new), await waiting.stage(new))
    await lucia.refresh_from_db()
    assert (lucia.full_name, lucia.password_hash) == ('Lucía Herrera', 'x')
    [mail] = await mailed(lucia.email)
    assert '/verify/' not in mail.body
    assert '/login' in mail.body
    imported = world.ivan.user.email
    await registration.register(form(imported), 'es', HOME)
    assert await recovery.look(await token_mailed(imported, 'reset'))
    await User.filter(id=world.elena.user.id).update(is_active=False)
    await registration.register(form(world.elena.user.email), 'es', HOME)
    [mail] = await mailed(world.elena.user.email)
    assert '/login' not in mail.body
    assert '/reset/' not in mail.body, 'nobody comes in with it'


@pytest.mark.rule('S3-11')
async def test_the_link_is_sent_again_at_a_pace_and_only_the_newest_works(world: World) -> None:
    key = await registration.register(form(), 'es', HOME)
    first = await token_mailed()
    await registration.send_again(key, ROSA, HOME)
    assert await registration.look(first, HOME) is None
    assert await registration.look(await token_mailed(), HOME)
    for _ in range(5):
        await registration.send_again(key, ROSA, HOME)
    assert len(await mailed()) == registration.MAILED.burst
    with freeze(now() + timedelta(seconds=registration.MAILED.seconds)):
        await registration.send_again(key, ROSA, HOME)
    assert len(await mailed()) == registration.MAILED.burst + 1


async def test_registering_and_guessing_links_is_braked_by_address_and_eases(world: World) -> None:
    with freeze(now()):
        for number in range(registration.FROM.burst):
            await brakes.attempt((registration.FROM, HOME), (registration.BY_ALL, f'{number}'))
        with pytest.raises(TooMany):
            await registration.register(form(), 'es', HOME)
        key = await registration.register(form(), 'es', AWAY)
        token = await token_mailed()
        for _ in range(30):
            assert await registration.look('x' * 43, HOME) is None
        with pytest.raises(TooMany):
            await registration.look(token, HOME)
        assert await registration.look(token, AWAY)
    with freeze(now() + timedelta(minutes=1)):
        assert await registration.confirm(token, HOME)
        assert await waiting.enter(key, HOME, '')
    assert await AuditLog.filter(action='token_refused', ip=HOME).count() == 30


async def test_registering_again_replaces_what_nobody_confirmed(world: World) -> None:
    old_key = await registration.register(form(name='Mallory', password='otra frase secreta'), 'es', HOME)
    old = await token_mailed()
    key = await registration.register(form(), 'es', HOME)
    assert await registration.look(old, HOME) is None
    await registration.confirm(await token_mailed(), HOME)
    with pytest.raises(NotFound):
        await waiting.enter(old_key, HOME, '')
    assert await waiting.enter(key, HOME, '')
    with pytest.raises(Invalid):
        await sign_in(ROSA, 'otra frase secreta', HOME, '')


async def test_who_takes_an_account_over_by_mail_shuts_out_who_registered_with_it(world: World) -> None:
    agreed = await terms.publish(world.admin.user, Written({'es': 'Las cláusulas.'}))
    key = await registration.register(form(password='de un desconocido', terms=str(agreed.id)), 'es', HOME)
    verify = await token_mailed()
    await recovery.ask_link(ROSA, HOME)
    rosa = await recovery.use(await token_mailed(door='reset'), PASSWORD)
    assert await terms.owes(rosa), 'a stranger accepted them'
    assert await registration.look(verify, HOME) is None
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, '')


@pytest.mark.rule('S4-24')
async def test_the_terms_are_accepted_at_registration(world: World) -> None:
    first = await terms.publish(world.admin.user, Written({'es': 'Las cláusulas.'}))
    with pytest.raises(Invalid) as refused:
        await registration.register(form(), 'es', HOME)
    assert list(refused.value.problems) == ['terms']
    await registration.register(form(terms=str(first.id)), 'es', HOME)
    [accepted] = await TermsAcceptance.filter(user__email=ROSA)
    assert (accepted.terms_id, accepted.ip) == (first.id, HOME)
    assert abs(accepted.at - now()) < timedelta(minutes=1)


@pytest.mark.rule('S3-20')
@pytest.mark.parametrize('door', ['verify', 'reset', 'invite'])
async def test_who_was_in_copy_by_mail_has_the_tickets_once_the_address_is_shown_to_be_his(
    world: World, door: str
) -> None:
    ticket = await world.lucia.opens('No imprime', copy_to=ROSA)
    if door == 'invite':
        await invitations.invite(world.admin.user, ROSA, 'Rosa', UserRole.CUSTOMER, None)
        rosa = await invitations.accept(await token_mailed(door=door), PASSWORD, '', HOME)
    else:
        await registration.register(form(), 'es', HOME)
        assert not await Person(await User.get(email=ROSA)).sees(ticket), 'anybody may have typed it'
        if door == 'reset':
            await recovery.ask_link(ROSA, HOME)
            rosa = await recovery.use(await token_mailed(door=door), PASSWORD)
        else:
            rosa = await registration.confirm(await token_mailed(), HOME)
    assert await Person(rosa).sees(ticket)


@pytest.mark.rule('S3-11')
async def test_an_address_that_nobody_confirms_is_free_again_after_some_days(world: World) -> None:
    agreed = await terms.publish(world.admin.user, Written({'es': 'Las cláusulas.'}))
    for email in (ROSA, 'later@laurel.example', 'copied@laurel.example', 'barred@laurel.example', 'in@laurel.example'):
        await registration.register(form(email, terms=str(agreed.id)), 'es', HOME)
    await registration.confirm(await token_mailed('in@laurel.example'), HOME)
    await world.lucia.opens('No imprime', copy_to='copied@laurel.example')
    await User.filter(email='barred@laurel.example').update(is_active=False)
    await User.create(email='invited@laurel.example', full_name='Invitada', created_at=now())
    before = await User.all().count()
    assert unconfirmed.sweep in housekeeping.SWEEPS
    with freeze(now() + unconfirmed.KEPT - timedelta(minutes=1)):
        await registration.register(form('later@laurel.example', terms=str(agreed.id)), 'es', HOME)
        await unconfirmed.sweep()
        assert await User.all().count() == before, 'the browser may still ask for its link'
    with freeze(now() + unconfirmed.KEPT + timedelta(minutes=1)):
        await unconfirmed.sweep()
        assert not await User.exists(email=ROSA)
        assert await User.all().count() == before - 1
        assert await AuditLog.filter(action='registration_deleted', subject=ROSA).count() == 1
        assert await AuditLog.filter(action='registered', subject=ROSA, actor_id=None).count() == 1
        found = await search.search(world.admin.user, ROSA, ('person',))
        assert ROSA not in {hit.row['email'] for group in found for hit in group.hits}
        await invitations.invite(world.admin.user, ROSA, 'Rosa', UserRole.AGENT, None)
