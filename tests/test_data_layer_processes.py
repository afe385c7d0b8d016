"""Several processes on one database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from models.db.migrate import upgrade
from tests.support.database import connected
from tests.support.ledger import Kind, apps
from tests.support.program import Program, begun


@pytest.fixture
def start() -> Iterator[Callable[[str], Program]]:
    """Start a process that is ready to connect and to migrate, when told so by `go`."""
    with ExitStack() as processes:

        def start(url: str) -> Program:
            process = processes.enter_context(begun('tests.support.ledger_process', url))
            assert line(process) == 'ready'
            return process

        yield start


def go(process: Program) -> None:
    process.stdin.write('\n')
    process.stdin.flush()


def line(process: Program) -> str:
    return process.stdout.readline().rstrip('\n')


async def test_of_four_that_start_together_one_migrates(new_url: str, start: Callable[[str], Program]) -> None:
    processes = [start(new_url) for _ in range(4)]
    for process in processes:
        go(process)
    answers = sorted(line(process) for process in processes)
    if new_url.startswith('postgres'):
        assert answers == ['initial kinds', 'nothing', 'nothing', 'nothing']
    else:
        assert answers[-1] == 'initial kinds'
        assert all('SQLite serves one process' in answer for answer in answers[:-1])
    for process in processes:
        process.process.kill()
        process.wait()
    async with connected(new_url, apps=apps()):
        assert await upgrade(apps()) == []
        assert await Kind.all().count() == 1


async def test_a_second_process_refuses_a_sqlite_file_and_says_why(
    tmp_path: Path, start: Callable[[str], Program]
) -> None:
    url = f'sqlite://{tmp_path}/mesa.sqlite3'
    first, second, third = start(url), start(url), start(f'sqlite://{tmp_path}/../{tmp_path.name}/mesa.sqlite3')
    go(first)
    assert line(first) == 'initial kinds'
    for refused in (second, third):
        go(refused)
        assert f'mesa.sqlite3 is in use by process {first.process.pid}: SQLite serves one process' in (
            answer := line(refused)
        )
        assert 'PostgreSQL' in answer
        assert refused.wait() == 1

    first.process.kill()
    first.wait()
    async with connected(url, apps=apps()):
        assert await get_connection('default').execute_query_dict('SELECT count(*) AS n FROM kind') == [{'n': 1}]
