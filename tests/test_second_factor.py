"""Codes as a second factor: by their standard, once, at a pace, and with ways out, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from models import AuditLog, MailOut, RecoveryCode, User
from services import brakes, settings
from services.accounts import second_factor, sessions, sign_in_code, totp
from services.accounts.owed import Owed, owed
from services.accounts.second_factor import SecondFactor
from services.accounts.sign_in import NeedsCode, sign_in
from services.clock import freeze, now
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from tests.support.passwords import PASSWORD, PASSWORD_HASH
from tests.support.waiting import until
from tests.support.world import World

HOME, AWAY = '203.0.113.5', '198.51.100.7'
START = datetime(2026, 3, 2, 15, 0, 10, tzinfo=UTC)
SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'  # of RFC 6238, appendix B


@pytest.fixture
async def marta(world: World) -> User:
    await User.filter(id=world.marta.user.id).update(password_hash=PASSWORD_HASH)
    return world.marta.user


def code_of(secret: str, steps: int = 0) -> str:
    return totp.code_at(secret, totp.step_at(now()) + steps)


async def protected(user: User, token: str = '') -> tuple[str, list[str]]:
    """Set up a moment ago, so that the code of now is not used yet."""
    with freeze(now() - timedelta(minutes=5)):
        begun = await second_factor.begin(user, PASSWORD, token)
        return begun.secret, await second_factor.confirm(user, begun, code_of(begun.secret), token)


async def proof_of(user: User) -> str:
    with pytest.raises(NeedsCode) as asked:
        await sign_in(user.email, PASSWORD, HOME, '')
    return asked.value.proof


@pytest.mark.parametrize(('seconds', 'code'), [(59, '287082'), (1111111109, '081804'), (20000000000, '353130')])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, seconds // totp.STEP) == code


@pytest.mark.parametrize(('late', 'is_taken'), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(late: int, is_taken: bool) -> None:
    code = totp.code_at(SECRET, totp.step_at(START + timedelta(seconds=late)))
    assert (totp.matching_step(SECRET, f' {code[:3]} {code[3:]}', START, 0) is not None) is is_taken


async def test_signing_in_takes_two_steps_and_no_code_twice(marta: User) -> None:
    with freeze(START):
        secret, _ = await protected(marta)
        proof = await proof_of(marta)
        assert await sessions.list_sessions(marta) == []
        with pytest.raises(Invalid):
            await sign_in_code.sign_in(proof, '000000', HOME, '')
        code = code_of(secret)
        person, token = await sign_in_code.sign_in(proof, code, HOME, 'Firefox')
        assert (await sessions.actor_of(token), person.id) == (marta, marta.id)
        for used in (code, code_of(secret, -1)):
            with pytest.raises(Invalid):
                await sign_in_code.sign_in(proof, used, HOME, '')
        assert await sign_in_code.sign_in(proof, code_of(secret, 1), HOME, '')
    assert await AuditLog.filter(action='code_refused').count() == 3


async def test_the_password_is_good_for_minutes_and_one_account(marta: User, world: World) -> None:
    with freeze(START):
        secret, _ = await protected(marta)
        proof = await proof_of(marta)
        number, until_, signature = proof.split('.')
        for forged in ('', 'x', f'{world.ana.user.id}.{until_}.{signature}', f'{number}.{int(until_) + 9}.{signature}'):
            with pytest.raises(NotFound):
                await sign_in_code.sign_in(forged, code_of(secret), HOME, '')
    with freeze(START + sign_in_code.LIFETIME + timedelta(seconds=1)), pytest.raises(NotFound):
        await sign_in_code.sign_in(proof, code_of(secret), HOME, '')
    with freeze(START):
        await User.filter(id=marta.id).update(password_hash='other')
        with pytest.raises(NotFound):
            await sign_in_code.sign_in(proof, code_of(secret), HOME, '')


async def test_each_recovery_code_stands_in_once(marta: User) -> None:
    with freeze(START):
        _, codes = await protected(marta)
        assert len(set(codes)) == second_factor.CODES
        proof = await proof_of(marta)
        assert await sign_in_code.sign_in(proof, codes[0].upper().replace('-', ' '), HOME, '')
        with pytest.raises(Invalid):
            await sign_in_code.sign_in(proof, codes[0], HOME, '')
        assert await second_factor.codes_left(marta) == second_factor.CODES - 1
        assert codes[0] not in str(await RecoveryCode.all().values())
        with pytest.raises(Invalid):
            await second_factor.new_codes(marta, 'wrong')
        newer = await second_factor.new_codes(marta, PASSWORD)
        with pytest.raises(Invalid):
            await sign_in_code.sign_in(proof, codes[1], HOME, '')
        assert await sign_in_code.sign_in(proof, newer[0], HOME, '')


async def test_guessing_codes_is_braked_and_the_right_person_gets_in(marta: User) -> None:
    with freeze(START):
        secret, _ = await protected(marta)
        proof, device = await proof_of(marta), brakes.device_mark(marta.email)
        for _ in range(sign_in_code.ACCOUNT.burst):
            with pytest.raises(Invalid):
                await sign_in_code.sign_in(proof, '000000', AWAY, '')
        for ip in (AWAY, HOME):
            with pytest.raises(TooMany):
                await sign_in_code.sign_in(proof, code_of(secret), ip, '')
        assert await sign_in_code.sign_in(proof, code_of(secret), HOME, '', device)
    with freeze(START + timedelta(seconds=sign_in_code.ACCOUNT.seconds)):
        assert await sign_in_code.sign_in(proof, code_of(secret), HOME, '')


async def test_it_is_taken_off_with_the_password_or_by_an_admin(marta: User, world: World) -> None:
    with freeze(START):
        await protected(marta)
        with pytest.raises(NotAllowed):
            await second_factor.begin(marta, PASSWORD, '')
        with pytest.raises(Invalid):
            await second_factor.disable(marta, 'wrong', '')
        await second_factor.disable(marta, PASSWORD, '')
        token = await sign_in(marta.email, PASSWORD, HOME, '')
        await protected(marta, token)
        for other in (world.lucia, world.diego, world.ana):
            with pytest.raises(NotAllowed):
                await second_factor.reset(other.user, marta)
        await second_factor.reset(world.admin.user, marta)
        assert await sessions.actor_of(token) is None
        assert await sign_in(marta.email, PASSWORD, HOME, '')
        assert await RecoveryCode.all().count() == 0
    assert await MailOut.filter(to_address=marta.email).count() == 4, 'each change is told to its owner'


async def test_who_finds_an_open_desk_sets_nothing_up(marta: User, world: World) -> None:
    with freeze(START):
        token = await sign_in(marta.email, PASSWORD, HOME, '')
        other = await sign_in(marta.email, PASSWORD, HOME, '')
        first, again, second = [await second_factor.begin(marta, PASSWORD, one) for one in (token, token, other)]
        with pytest.raises(Invalid) as refused:
            await second_factor.begin(marta, 'wrong', token)
        assert list(refused.value.problems) == ['password']
        assert first.secret == again.secret, 'a page may be loaded again'
        assert first.secret != second.secret, 'nobody has seen it before'
        with pytest.raises(Invalid):
            await second_factor.confirm(world.ana.user, first, code_of(first.secret), '')
        await settings.save(world.admin.user, SecondFactor(agents=True))
        assert await second_factor.begin(marta, '', token), 'the password was given just now'
    with freeze(START + sessions.NEW + timedelta(seconds=1)), pytest.raises(Invalid):
        await second_factor.begin(marta, '', token)


async def test_turning_it_on_or_off_ends_the_sessions_elsewhere(marta: User) -> None:
    with freeze(START):
        here, there = [await sign_in(marta.email, PASSWORD, ip, '') for ip in (HOME, AWAY)]
        await protected(marta, here)
        assert [await sessions.actor_of(token) for token in (here, there)] == [marta, None]
        there = await sessions.open_session(marta, AWAY, '')
        await second_factor.disable(marta, PASSWORD, here)
        assert [await sessions.actor_of(token) for token in (here, there)] == [marta, None]


async def test_a_setting_demands_it_of_agents_and_admins(world: World, marta: User) -> None:
    admin, ana, lucia = world.admin.user, world.ana.user, world.lucia.user
    for chosen, asked in (
        (SecondFactor(agents=True), [marta, ana]),
        (SecondFactor(admins=True), [admin]),
        (SecondFactor(), []),
    ):
        await settings.save(admin, chosen)
        for person in (lucia, marta, ana, admin):

            async def is_asked(person: User = person, asked: list[User] = asked) -> bool:
                return (await owed(person) == Owed.SECOND_FACTOR) is (person in asked)

            await until(is_asked)
    await settings.save(admin, SecondFactor(agents=True))
    await protected(marta)

    async def owes_nothing() -> bool:
        return await owed(marta) is None

    await until(owes_nothing)
