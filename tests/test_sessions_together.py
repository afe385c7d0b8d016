"""Who looks at a page, asked by many pages at once."""

import asyncio

import pytest

from models.db.transaction import transaction
from services.accounts import sessions
from tests.bench.statements import collected
from tests.support.world import World

HOME = '203.0.113.5'


async def test_all_who_ask_at_the_same_moment_who_they_are_are_answered_by_one_statement(world: World) -> None:
    people = [world.lucia.user, world.marta.user, world.ivan.user]
    *tokens, ended = [await sessions.open_session(person, HOME, '') for person in people]
    await sessions.end(ended)
    with collected() as statements:
        found = await asyncio.gather(*(sessions.actor_of(token) for token in (*tokens, ended, 'never given')))
    assert [person and person.id for person in found] == [people[0].id, people[1].id, None, None]
    assert len(statements) == 1


async def test_many_who_ask_at_the_same_moment_need_few_statements(world: World) -> None:
    token = await sessions.open_session(world.lucia.user, HOME, '')
    strangers = [f'never given {number}' for number in range(sessions.TOGETHER)]
    with collected() as statements:
        *nobody, lucia = await asyncio.gather(*map(sessions.actor_of, (*strangers, token)))
    assert set(nobody) == {None}
    assert lucia
    assert lucia.id == world.lucia.user.id
    assert len(statements) == 2


async def test_who_goes_away_takes_the_answer_from_nobody(world: World) -> None:
    token = await sessions.open_session(world.lucia.user, HOME, '')
    leaver, stayer = (asyncio.create_task(sessions.actor_of(token)) for _ in range(2))
    await asyncio.sleep(0)
    leaver.cancel()
    found = await stayer
    assert found
    assert found.id == world.lucia.user.id
    with pytest.raises(asyncio.CancelledError):
        await leaver


async def test_a_transaction_knows_the_session_that_it_has_opened(world: World) -> None:
    async with transaction():
        token = await sessions.open_session(world.lucia.user, HOME, '')
        assert await sessions.actor_of(token)
    await sessions.end(token)
    assert await sessions.actor_of(token) is None
