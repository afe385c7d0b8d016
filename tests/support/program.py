"""A Python program in a process of its own, forked from one that has already imported the product."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TextIO

from tests.support.postgres import programs
from tests.support.server import become, environment, servers


@dataclass
class Program:
    """What runs, and our ends of its pipes."""

    process: BaseProcess
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO

    def wait(self) -> int:
        self.process.join()
        assert self.process.exitcode is not None
        return self.process.exitcode


@contextmanager
def begun(module: str, *arguments: object, **settings: object) -> Iterator[Program]:
    """`python -m MODULE ARGUMENTS` with these MESA_* settings, named without the prefix; killed at the end."""
    read, write = zip(*(servers.Pipe(duplex=False) for _ in range(3)), strict=True)
    theirs, ours = (read[0], write[1], write[2]), (write[0], read[1], read[2])
    words = [module, *map(str, arguments)]
    process = servers.Process(target=_become, args=(words, with_postgres(**settings), theirs), daemon=True)
    process.start()
    with ExitStack() as files:
        for end in theirs:
            end.close()
        pipes = [files.enter_context(_text(end, mode)) for end, mode in zip(ours, 'wrr', strict=True)]
        try:
            yield Program(process, *pipes)
        finally:
            process.kill()
            process.join()


def with_postgres(**settings: object) -> dict[str, str]:
    """The environment with PostgreSQL's programs at hand."""
    given = environment(**settings)
    return given | {'PATH': f'{programs()}{os.pathsep}{given["PATH"]}'}


def _become(words: list[str], variables: dict[str, str], streams: tuple[Connection, ...]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    become(words, variables)


def _text(end: Connection, mode: str) -> TextIO:
    with end:
        return os.fdopen(os.dup(end.fileno()), mode)
