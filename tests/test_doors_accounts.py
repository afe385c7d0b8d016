"""Signing in, sessions, recovery and their brakes, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from models import AuditLog, MailOut, Organization, Session, Token, User
from models.user import UserRole
from services import brakes
from services.accounts import links, passwords, recovery, sessions
from services.accounts.sign_in import sign_in, sign_out
from services.clock import freeze, now
from services.refusals import Invalid, NotFound, TooMany
from tests.support.database import Database
from tests.support.passwords import PASSWORD, PASSWORD_HASH
from tests.support.waiting import until

HOME, AWAY = '203.0.113.5', '198.51.100.7'


@pytest.fixture
async def lucia(db: Database) -> User:
    company = await Organization.create(name='Hotel Mirador', created_at=now())
    return await _person('lucia', PASSWORD_HASH, organization=company)


async def _person(name: str, password_hash: str | None, **traits: object) -> User:
    known = {'verified_at': now(), 'created_at': now(), 'language': 'es', 'password_hash': password_hash}
    return await User.create(email=f'{name}@mirador.example', full_name=name.title(), **(known | traits))


async def _link(email: str = 'lucia@mirador.example') -> str:
    """The token of the newest mailed link."""
    await recovery.ask_link(email, HOME)
    mail = await MailOut.filter(to_address=email).order_by('-id').first()
    assert mail
    return mail.body.split('/reset/')[1].split()[0]


@pytest.mark.rule('S0-17')
@pytest.mark.parametrize('email', ['lucia@mirador.example', 'LUCIA@Mirador.Example', '  Lucia@mirador.example '])
async def test_the_mail_address_in_any_letter_case_is_the_login(lucia: User, email: str) -> None:
    token = await sign_in(email, PASSWORD, HOME, 'Firefox')
    actor = await sessions.actor_of(token)
    assert actor
    assert actor.id == lucia.id
    assert actor.organization
    assert actor.organization.name == 'Hotel Mirador'


async def test_a_password_is_hashed_as_hard_as_owasp_asks() -> None:
    assert (await passwords.hash_password(PASSWORD)).startswith('$argon2id$v=19$m=19456,t=2,p=1$')


@pytest.mark.rule('S0-17', 'S3-7')
async def test_nobody_learns_why_a_sign_in_was_refused(lucia: User) -> None:
    await _person('left', PASSWORD_HASH, is_active=False)
    await _person('newcomer', None)
    words = set()
    for email in ('lucia', 'lucía', 'left', 'newcomer', 'nobody', 'x\0', 'x' * 5000):
        with pytest.raises(Invalid) as refused:
            await sign_in(f'{email}@mirador.example', 'wrong' if email == 'lucia' else PASSWORD, HOME, '')
        words.add((refused.value.text.msgid, tuple(refused.value.problems)))
    assert len(words) == 1
    assert await AuditLog.filter(action='sign_in_refused').count() == 7
    assert await Session.all().count() == 0


@pytest.mark.parametrize(
    'tried', [f'{PASSWORD} ', f' {PASSWORD}', PASSWORD.upper(), f'{PASSWORD}\0', PASSWORD[:-1], '', 'x' * 100_000]
)
async def test_only_the_exact_password_opens(lucia: User, tried: str) -> None:
    assert not await passwords.verify(lucia, tried)
    assert await passwords.verify(lucia, PASSWORD)


@pytest.mark.parametrize(
    ('password', 'is_fine'),
    [
        ('corta', False),
        ('x' * 257, False),
        ('con\0nulo y más', False),
        ('Contraseña123', False),
        ('12345678', False),
        ('realmadrid', False),
        ('        ', True),
        ('x' * 256, True),
        ('ñandú 🙂 volador', True),
    ],
)
def test_which_passwords_may_be_chosen(password: str, is_fine: bool) -> None:
    assert (passwords.problems(password) is None) is is_fine


async def test_a_session_ends_idle_and_absolutely_and_staff_sooner(lucia: User) -> None:
    marta = await _person('marta', PASSWORD_HASH, role=UserRole.AGENT)
    start = now()
    with freeze(start):
        token, staff = await sessions.open_session(lucia, HOME, ''), await sessions.open_session(marta, HOME, '')
    with freeze(start + timedelta(hours=7, minutes=59)):
        assert await sessions.actor_of(token)
        assert await sessions.actor_of(staff)

        async def noted() -> bool:
            return await Session.filter(seen_at__gt=start).count() == 2

        await until(noted)
    with freeze(start + timedelta(hours=12, minutes=1)):
        assert await sessions.actor_of(token)
        assert await sessions.actor_of(staff) is None
    with freeze(start + timedelta(hours=20, minutes=2)):
        assert await sessions.actor_of(token) is None
        assert await sessions.list_sessions(lucia) == []
    for hours in range(7, 24 * 7, 7):
        with freeze(start + timedelta(hours=hours)):
            await Session.filter(user=lucia).update(seen_at=now())
    with freeze(start + timedelta(days=7, minutes=-1)):
        assert await sessions.actor_of(token)
    with freeze(start + timedelta(days=7)):
        assert await sessions.actor_of(token) is None
        await sessions.sweep()
    assert await Session.all().count() == 0


async def test_a_disabled_person_has_no_session_and_the_token_is_nowhere_in_the_database(lucia: User) -> None:
    token = await sign_in(lucia.email, PASSWORD, HOME, 'Firefox')
    [row] = await Session.all().values()
    assert token not in str(row)
    fingerprint = sessions.fingerprint(token)
    assert (await sessions.living([fingerprint, 'f' * 64])).keys() == {fingerprint}
    await User.filter(id=lucia.id).update(is_active=False)
    assert await sessions.actor_of(token) is None
    assert await sessions.living([fingerprint]) == {}


async def test_sessions_are_listed_and_ended_by_their_owner_and_by_admins(lucia: User) -> None:
    elena = await _person('elena', PASSWORD_HASH)
    admin = await _person('admin', PASSWORD_HASH, role=UserRole.ADMIN)
    tokens = [await sessions.open_session(lucia, HOME, browser) for browser in ('Firefox', 'Chrome', 'Edge')]
    listed = await sessions.list_sessions(lucia)
    assert [session.user_agent for session in listed] == ['Edge', 'Chrome', 'Firefox']
    was_admin = await _person('was', PASSWORD_HASH, role=UserRole.ADMIN)
    await User.filter(id=was_admin.id).update(role=UserRole.LEAD)
    for stranger in (elena, was_admin):
        with pytest.raises(NotFound):
            await sessions.revoke(stranger, listed[0].id)
    await sessions.revoke(lucia, listed[0].id)
    await sessions.revoke(admin, listed[1].id)
    assert [bool(await sessions.actor_of(token)) for token in tokens] == [True, False, False]
    await sign_out(tokens[0], HOME)
    assert await sessions.actor_of(tokens[0]) is None


@pytest.mark.rule('S3-7')
async def test_guessing_is_braked_and_the_right_person_gets_in_where_known(lucia: User) -> None:
    device = brakes.device_mark(lucia.email)
    for _ in range(brakes.ACCOUNT.burst):
        with pytest.raises(Invalid):
            await sign_in(lucia.email, 'wrong', AWAY, '')
    for ip in (AWAY, HOME):
        with pytest.raises(TooMany):
            await sign_in(lucia.email, PASSWORD, ip, '')
    assert await sign_in(lucia.email, PASSWORD, AWAY, '', device)
    with freeze(now() + timedelta(seconds=brakes.ACCOUNT.seconds)):
        assert await sign_in(lucia.email, PASSWORD, HOME, '')
    assert not brakes.knows_device('elena@mirador.example', device)
    assert not brakes.knows_device(lucia.email, device[:-1] + 'x')


async def test_one_address_cannot_try_all_accounts_and_success_costs_nothing(lucia: User) -> None:
    for _ in range(brakes.ACCOUNT.burst + 2):
        await sign_in(lucia.email, PASSWORD, HOME, '')
    for number in range(brakes.ADDRESS.burst):
        await brakes.attempt((brakes.ADDRESS, AWAY), (brakes.ACCOUNT, f'p{number}@mirador.example'))
    with pytest.raises(TooMany):
        await sign_in('another@mirador.example', 'wrong', AWAY, '')
    with pytest.raises(Invalid):
        await sign_in('another@mirador.example', 'wrong', HOME, '')
    with freeze(now() + timedelta(days=1)):
        await brakes.sweep()
        assert await brakes.Brake.all().count() == 0


@pytest.mark.rule('S0-18')
async def test_first_access_goes_by_a_mailed_link_that_works_once(lucia: User) -> None:
    newcomer = await _person('newcomer', None, verified_at=None)
    token = await _link(newcomer.email)
    assert await recovery.look(token)
    assert await recovery.look(token)
    user = await recovery.use(token, PASSWORD)
    assert user.id == newcomer.id
    assert not await recovery.look(token)
    with pytest.raises(NotFound):
        await recovery.use(token, 'otra frase cualquiera')
    assert await sign_in(newcomer.email, PASSWORD, HOME, '')
    assert token not in str(await Token.all().values())


@pytest.mark.rule('S0-18')
async def test_a_new_password_ends_all_sessions_and_older_links(lucia: User) -> None:
    session = await sign_in(lucia.email, PASSWORD, HOME, '')
    older, newer = await _link(), await _link()
    assert not await recovery.look(older)
    with pytest.raises(Invalid) as refused:
        await recovery.use(newer, 'corta')
    assert 'password' in refused.value.problems
    await recovery.use(newer, 'una frase del todo nueva')
    assert await sessions.actor_of(session) is None
    with pytest.raises(Invalid):
        await sign_in(lucia.email, PASSWORD, HOME, '')
    assert await sign_in(lucia.email, 'una frase del todo nueva', HOME, '')


@pytest.mark.rule('S0-18')
async def test_a_link_ends_after_an_hour_and_with_its_account(lucia: User) -> None:
    token = await _link()
    with freeze(now() + timedelta(minutes=59)):
        assert await recovery.look(token)
    await User.filter(id=lucia.id).update(is_active=False)
    assert not await recovery.look(token)
    await User.filter(id=lucia.id).update(is_active=True)
    with freeze(now() + timedelta(minutes=61)):
        assert not await recovery.look(token)
        with pytest.raises(NotFound):
            await recovery.use(token, PASSWORD)
    with freeze(now() + timedelta(days=1)):
        await links.sweep()
    assert await Token.all().count() == 0


@pytest.mark.rule('S0-18')
async def test_nobody_learns_which_addresses_are_known(lucia: User) -> None:
    await _person('left', None, is_active=False)
    nobodys = ('nobody@mirador.example', 'left@mirador.example', 'x' * 300, 'x\0@x', '')
    answers = await asyncio.gather(*(recovery.ask_link(email, HOME) for email in nobodys))
    assert await MailOut.all().count() == 0
    asked = brakes.LINK_ACCOUNT.burst + 2
    answers += await asyncio.gather(*(recovery.ask_link(lucia.email, HOME) for _ in range(asked)))
    assert set(answers) == {None}
    assert await MailOut.all().count() == brakes.LINK_ACCOUNT.burst  # a mailbox is not flooded
    assert await Token.filter(used_at=None).count() == 1  # and only the last link works
    for _ in range(brakes.LINK_ADDRESS.burst):
        await brakes.attempt((brakes.LINK_ADDRESS, AWAY))
    with pytest.raises(TooMany):
        await recovery.ask_link(lucia.email, AWAY)
