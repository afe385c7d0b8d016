"""The command line, as an operator uses it: each command in a process of its own."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support.program import begun, with_postgres
from tests.support.server import ROOT

Done = subprocess.CompletedProcess[str]


def webui(*arguments: object, **settings: object) -> Done:
    """Run `python -m webui …` with these MESA_* settings, named without the prefix, and no others."""
    return run('webui', *arguments, **settings)


def run(*words: object, **settings: object) -> Done:
    """Run a module of the project, with PostgreSQL's programs at hand."""
    with begun(*map(str, words), **settings) as program:
        with ThreadPoolExecutor() as readers:  # at once: a program waits while nobody reads one of its pipes
            out, err = readers.map(lambda pipe: pipe.read(), (program.stdout, program.stderr))
        return subprocess.CompletedProcess(words, program.wait(), out, err)


def from_nothing(*arguments: object, **settings: object) -> Done:
    """Run `python -m webui …` as an operator does: nothing is imported before."""
    command = [sys.executable, '-m', 'webui', *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=with_postgres(**settings), capture_output=True, text=True)


def told(done: Done) -> str:
    """The one line in which a command that failed says why."""
    assert done.returncode == 1, done.stdout
    assert done.stderr.count('\n') == 1, done.stderr
    return done.stderr


def output(done: Done) -> str:
    """What a command that went well has printed."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def kept(data: Path) -> dict[str, bytes]:
    """What lies beside the database: the key and the files that people sent."""
    paths = [data / 'secret', *(data / 'uploads').iterdir()]
    return {str(path.relative_to(data)): path.read_bytes() for path in paths}
