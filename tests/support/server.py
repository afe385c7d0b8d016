"""A real server of ours, in a process of its own, as a person would start it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
PRODUCT = ('webui', 'serve')
PATIENCE = 120  # seconds until a started server must be ready

filled: Path | None = None  # where all who test at once keep the data that a server would begin with


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`url` is its base URL, `log` the file of its standard error."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As a power failure does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def start(
    data: Path,
    port: int | None = None,
    program: Sequence[str] = PRODUCT,
    *,
    from_nothing: bool = False,
    **settings: str,
) -> Server:
    """Start `python -m PROGRAM` on `data` and wait until it is ready. `settings` are MESA_* without the prefix.

    In a new folder it finds its tables, and the demo desk, as another process left them, unless it starts from nothing.
    """
    if filled and not from_nothing and 'DATABASE_URL' not in settings and not any(data.glob('*')):
        shutil.copytree(_filled(filled, 'demo' if settings.get('DEMO') else 'migrate'), data, dirs_exist_ok=True)
    port = port or free_port()
    url = f'http://127.0.0.1:{port}'
    given = {'DATA_DIR': str(data), 'PORT': str(port), 'BASE_URL': url, **settings}
    data.mkdir(parents=True, exist_ok=True)
    log = data / f'server-{port}.log'
    with log.open('ab') as lines:
        process = subprocess.Popen(
            [sys.executable, '-m', *program],
            cwd=ROOT,
            env=_environment(**given),
            stdout=lines,
            stderr=lines,
        )
    server = Server(url, data, log, process)
    _wait(server)
    return server


def _environment(**settings: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(('MESA_', 'PYTEST', 'NICEGUI'))}
    return clean | {f'MESA_{name}': value for name, value in settings.items()}


def _filled(place: Path, command: str) -> Path:
    """The folder that `python -m webui COMMAND` leaves, by whoever needs it first."""
    folder, unfinished = place / command, place / f'{command}-unfinished'
    with (place / f'{command}.lock').open('w') as lock:
        flock(lock, LOCK_EX)
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            environment = _environment(DATA_DIR=str(unfinished))
            run = [sys.executable, '-m', 'webui', command]
            subprocess.run(run, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            unfinished.rename(folder)
    return folder


def _wait(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            with urlopen(f'{server.url}/readyz', timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    server.stop()
    raise RuntimeError('The server did not get ready:\n' + server.log.read_text(errors='replace')[-4000:])


@contextmanager
def running(
    data: Path, program: Sequence[str] = PRODUCT, *, from_nothing: bool = False, **settings: str
) -> Iterator[Server]:
    """A server for the length of a `with`."""
    server = start(data, program=program, from_nothing=from_nothing, **settings)
    try:
        yield server
    finally:
        server.stop()
