"""Who does too much waits; nobody else does, and nothing is refused that must not be lost."""

import asyncio

from services import brakes
from services.clock import freeze, now
from services.refusals import TooMany
from tests.support.database import Database


async def test_beyond_the_pace_one_waits_and_others_go_on(db: Database) -> None:
    pace = brakes.Pace('test', burst=1, seconds=0.2)
    with freeze(now()):
        await brakes.slow_down(pace, 'eager')
        eager = asyncio.create_task(brakes.slow_down(pace, 'eager'))
        await brakes.slow_down(pace, 'calm')
        assert not eager.done()
        await eager


async def test_those_that_come_at_once_wait_for_one_another_and_not_for_ever(db: Database) -> None:
    pace, loop = brakes.Pace('test', burst=2, seconds=0.2), asyncio.get_running_loop()
    begun, passed = loop.time(), []

    async def send() -> None:
        await brakes.slow_down(pace, 'eager', patience=0.5)
        passed.append(loop.time() - begun)

    with freeze(now()):
        answers = await asyncio.gather(*(send() for _ in range(7)), return_exceptions=True)
        await brakes.slow_down(pace, 'calm', patience=0)
    assert [type(one) for one in answers if one] == [TooMany] * 3
    assert all(at >= turn for at, turn in zip(sorted(passed), (0, 0, 0.2, 0.4), strict=True))
    with freeze(now()):
        await brakes.slow_down(pace, 'eager', patience=1)  # nobody who was refused is charged


def test_a_subscriber_of_ipv6_is_one_address() -> None:
    assert brakes.network('2001:db8::1') == brakes.network('2001:db8::ffff:2') == '2001:db8::/64'
    assert brakes.network('fe80::1%eth0') == 'fe80::/64'
    assert brakes.network('203.0.113.5') == brakes.network('::ffff:203.0.113.5') == '203.0.113.5'
