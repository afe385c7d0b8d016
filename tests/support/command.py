"""The command line, as an operator uses it: each command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.postgres import programs
from tests.support.server import ROOT


def webui(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run `python -m webui …` with these MESA_* settings, named without the prefix, and no others."""
    return python('-m', 'webui', *arguments, **settings)


def python(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder, with PostgreSQL's programs at hand."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith('MESA_')}
    given = {f'MESA_{name}': str(value) for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=clean | given | {'PATH': f'{programs()}{os.pathsep}{clean["PATH"]}'},
        capture_output=True,
        text=True,
    )


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one line in which a command that failed says why."""
    assert done.returncode == 1, done.stdout
    assert done.stderr.count('\n') == 1, done.stderr
    return done.stderr


def output(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well has printed."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def kept(data: Path) -> dict[str, bytes]:
    """What lies beside the database: the key and the files that people sent."""
    paths = [data / 'secret', *(data / 'uploads').iterdir()]
    return {str(path.relative_to(data)): path.read_bytes() for path in paths}
