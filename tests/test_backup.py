"""Backup on one machine, restoration on another."""

import json
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.command import from_nothing, kept, output, run, told, webui
from tests.support.postgres import Server, programs

SCENE = 'tests.support.backup_scene'
COUNTS = ', '.join(f'(SELECT count(*) FROM {table})' for table in ('ticket', 'entry', 'counter', 'attachment'))


@pytest.fixture(scope='module')
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on SQLite and its backup, made while a server had the database open."""
    home = tmp_path_factory.mktemp('home')
    output(run(SCENE, DATA_DIR=home))
    with closing(sqlite3.connect(home / 'mesa.sqlite3')) as server, server:
        server.execute('PRAGMA wal_autocheckpoint=0')
        server.execute("INSERT INTO counter (name, value) VALUES ('moment', 1)")
        server.commit()  # now it lies in the write-ahead log, and the file without that is old
        assert ' 2 files' in output(from_nothing('backup', home / 'desk.tar', DATA_DIR=home))
    return home


def test_an_empty_machine_becomes_the_desk(home: Path, tmp_path: Path) -> None:
    assert (home / 'desk.tar').stat().st_mode & 0o077 == 0
    output(from_nothing('restore', home / 'desk.tar', DATA_DIR=tmp_path))
    assert rows(tmp_path) == rows(home)
    assert kept(tmp_path) == kept(home)
    assert 'already' in told(webui('restore', home / 'desk.tar', DATA_DIR=tmp_path))


def rows(data: Path) -> tuple[int, ...]:
    """How many rows of each kind the desk on SQLite has."""
    with closing(sqlite3.connect(data / 'mesa.sqlite3')) as database:
        counts: tuple[int, ...] = database.execute(f'SELECT {COUNTS}').fetchone()
    assert all(counts)
    return counts


def test_it_names_the_files_that_are_lost(home: Path, tmp_path: Path) -> None:
    (home / 'uploads').rename(tmp_path / 'away')
    reason = told(webui('backup', tmp_path / 'desk.tar', DATA_DIR=home))
    (tmp_path / 'away').rename(home / 'uploads')
    assert 'log-sync.txt' in reason
    assert 'visor.exe' in reason
    assert (tmp_path / 'desk.tar').exists()


def test_a_damaged_backup_restores_nothing(home: Path, tmp_path: Path) -> None:
    content = bytearray((home / 'desk.tar').read_bytes())
    content[len(content) // 2] ^= 1
    archive = tmp_path / 'damaged.tar'
    archive.write_bytes(content)
    assert 'damaged' in told(webui('restore', archive, DATA_DIR=tmp_path / 'data'))
    assert list((tmp_path / 'data').iterdir()) == []


def test_a_file_that_is_another_name_of_one_before_is_restored(home: Path, tmp_path: Path) -> None:
    archive, data = tmp_path / 'linked.tar', tmp_path / 'data'
    with tarfile.open(home / 'desk.tar') as whole, tarfile.open(archive, 'w') as linked:
        files = {member.name: whole.extractfile(member).read() for member in whole}
        sums = json.loads(files['manifest.json'])
        one = next(name for name in files if name.startswith('uploads/'))
        files['manifest.json'] = json.dumps(sums | {'uploads/again': sums[one]}).encode()
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            linked.addfile(info, BytesIO(content))
        again = tarfile.TarInfo('uploads/again')
        again.type, again.linkname = tarfile.LNKTYPE, one
        linked.addfile(again)
    output(webui('restore', archive, DATA_DIR=data))
    assert (data / 'uploads/again').read_bytes() == (data / one).read_bytes()


@pytest.mark.parametrize('member', ['../evil', '/evil', 'link'])
def test_nothing_is_written_beside_what_is_restored(tmp_path: Path, member: str) -> None:
    info = tarfile.TarInfo(member)
    if member == 'link':
        info.type, info.linkname = tarfile.SYMTYPE, '/etc/passwd'
    archive = tmp_path / 'evil.tar'
    with tarfile.open(archive, 'w') as made:
        made.addfile(info)
    assert 'does not belong' in told(webui('restore', archive, DATA_DIR=tmp_path / 'data'))
    assert list((tmp_path / 'data').iterdir()) == []


def test_a_manifest_takes_nothing_from_elsewhere(tmp_path: Path) -> None:
    beside = tmp_path / 'kept.txt'
    beside.write_bytes(b'ours')
    manifest = json.dumps({'../../kept.txt': sha256(b'ours').hexdigest()}).encode()
    archive, info = tmp_path / 'evil.tar', tarfile.TarInfo('manifest.json')
    info.size = len(manifest)
    with tarfile.open(archive, 'w') as made:
        made.addfile(info, BytesIO(manifest))
    assert 'damaged' in told(webui('restore', archive, DATA_DIR=tmp_path / 'data'))
    assert beside.read_bytes() == b'ours'


def test_a_backup_of_the_other_database_is_refused(home: Path, tmp_path: Path) -> None:
    done = webui('restore', home / 'desk.tar', DATA_DIR=tmp_path, DATABASE_URL='postgres://nobody@127.0.0.1:1/desk')
    assert 'MESA_DATABASE_URL' in told(done)


async def test_postgresql_by_its_own_programs(postgres: Server, tmp_path: Path) -> None:
    old = {'DATA_DIR': tmp_path / 'old', 'DATABASE_URL': await postgres.create_database()}
    new = {'DATA_DIR': tmp_path / 'new', 'DATABASE_URL': await postgres.create_database()}
    output(run(SCENE, **old))
    assert ' 2 files' in output(webui('backup', tmp_path / 'desk.tar', **old))
    output(webui('restore', tmp_path / 'desk.tar', **new))
    assert counts(new['DATABASE_URL']) == counts(old['DATABASE_URL'])
    assert kept(tmp_path / 'new') == kept(tmp_path / 'old')


def counts(url: object) -> str:
    """How many rows of each kind the desk on PostgreSQL has."""
    psql = [programs() / 'psql', f'--dbname={url}', '-At', f'--command=SELECT {COUNTS}']
    found = subprocess.run(psql, check=True, capture_output=True, text=True).stdout
    assert not found.startswith('0|')
    return found
