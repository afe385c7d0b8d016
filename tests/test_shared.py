"""Answers that many views share."""

import asyncio

import pytest

from services.accounts import sessions
from services.shared import shared
from tests.bench.statements import collected
from tests.support.database import Database
from tests.support.world import World


async def test_a_failure_is_not_kept_even_when_whoever_asked_has_gone(db: Database) -> None:
    may_fail = asyncio.Event()

    async def fails() -> str:
        await may_fail.wait()
        raise ConnectionError

    async def answers() -> str:
        return 'again'

    leaver = asyncio.create_task(shared('a failure', ['catalog'], fails))
    stayer = asyncio.create_task(shared('a failure', ['catalog'], fails))
    await asyncio.sleep(0)
    leaver.cancel()
    may_fail.set()
    with pytest.raises(ConnectionError):
        await stayer
    assert await shared('a failure', ['catalog'], answers) == 'again'


async def test_all_who_ask_at_the_same_moment_who_they_are_are_answered_by_one_statement(world: World) -> None:
    people = [world.lucia.user, world.marta.user, world.ivan.user]
    *tokens, ended = [await sessions.open_session(person, '203.0.113.5', '') for person in people]
    await sessions.end(ended)
    with collected() as statements:
        found = await asyncio.gather(*(sessions.actor_of(token) for token in (*tokens, ended, 'never given')))
    assert [person and person.id for person in found] == [people[0].id, people[1].id, None, None]
    assert len(statements) == 1
