"""A real server of ours, in a process of its own."""

import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
PRODUCT = ('webui', 'serve')
PATIENCE = 120  # seconds until a started server must be ready

filled: Path | None = None  # where all who test at once keep the data that a server would begin with
_left: list[int] = []  # ports of servers that have ended
servers = get_context('forkserver')  # what a server imports is most of its start, so that is done once
servers.set_forkserver_preload(
    ['webui.app', 'services.backup', 'services.doctor', 'services.setup.demo', 'tests.support.preloaded']
)


def free_port(wish: int = 0) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
        try:
            probe.bind(('127.0.0.1', wish))
        except OSError:
            probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`url` is its base URL, `log` the file of its standard error."""

    url: str
    data: Path
    log: Path
    process: BaseProcess

    def signal(self, number: signal.Signals) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """As a power failure does."""
        self.process.kill()
        self.process.join()

    def stop(self) -> None:
        """Tell it to end, and see to it that it does."""
        self.process.terminate()
        self.process.join(20)
        if self.process.is_alive():
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

    Unless it starts from nothing, as a person would start it, all is imported when it begins, and in a new folder it
    finds its tables, and the demo desk, as another process left them.
    """
    if filled and not from_nothing and 'DATABASE_URL' not in settings and not any(data.glob('*')):
        shutil.copytree(left_by('demo' if settings.get('DEMO') else 'migrate')[0], data, dirs_exist_ok=True)
    port = port or free_port()
    url = f'http://127.0.0.1:{port}'
    given = {'DATA_DIR': str(data), 'PORT': str(port), 'BASE_URL': url, **settings}
    data.mkdir(parents=True, exist_ok=True)
    log = data / f'server-{port}.log'
    log.touch()
    process = servers.Process(target=_serve, args=(program, environment(**given), log, from_nothing), daemon=True)
    process.start()
    server = Server(url, data, log, process)
    _wait(server)
    return server


def _serve(program: Sequence[str], variables: Mapping[str, str], log: Path, from_nothing: bool) -> None:
    """Turn this process into a server, which writes to `log`."""
    lines = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(lines, 1)
    os.dup2(lines, 2)
    if from_nothing:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, '-m', *program], variables)
    become(program, variables)


def become(words: Sequence[str], variables: Mapping[str, str]) -> None:
    """Turn this process into `python -m WORDS`, with all that was imported before it was forked."""
    assert 'tests.support.preloaded' in sys.modules
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(variables)
    sys.argv[:] = words
    sys.stdin = os.fdopen(0, closefd=False)  # multiprocessing took it away
    runpy.run_module(words[0], run_name='__main__', alter_sys=True)


def environment(**settings: object) -> dict[str, str]:
    """Ours without what concerns the tests, and with these MESA_* settings, named without the prefix."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(('MESA_', 'PYTEST', 'NICEGUI'))}
    return clean | {f'MESA_{name}': str(value) for name, value in settings.items()}


def left_by(command: str) -> tuple[Path, str]:
    """The folder that `python -m webui COMMAND` leaves where nothing was, and what it prints; run by the first to ask.

    Others begin with copies of it.
    """
    assert filled
    folder, unfinished, printed = (filled / f'{command}{end}' for end in ('', '-unfinished', '.txt'))
    with (filled / f'{command}.lock').open('w') as lock:
        flock(lock, LOCK_EX)
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            run = [sys.executable, '-m', 'webui', command]
            variables = environment(DATA_DIR=unfinished)
            done = subprocess.run(run, cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE, text=True)
            printed.write_text(done.stdout)
            unfinished.rename(folder)
    return folder, printed.read_text()


def _wait(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.is_alive():
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
    """A server for the length of a `with`.

    It gets the address of one that has ended, where that is free: a browser that is used again knows what it loads
    from there.
    """
    port = free_port(_left.pop() if _left else 0)
    server = start(data, port, program, from_nothing=from_nothing, **settings)
    try:
        yield server
    finally:
        server.stop()
        _left.append(port)
