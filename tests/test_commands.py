"""The command line: each command in a process of its own."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from models.db.file_lock import hold
from tests.support import server
from tests.support.command import from_nothing, output, told, webui
from tests.support.postgres import Server
from webui.__main__ import main

COMMANDS = ('serve', 'migrate', 'reindex', 'demo', 'create-admin', 'doctor', 'backup', 'restore')


@pytest.mark.parametrize('command', COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, '--help'])
    assert end.value.code == 0
    assert f'webui {command}' in capsys.readouterr().out


def test_wrong_settings_stop_the_start_with_one_line_each(tmp_path: Path) -> None:
    wrong = {
        'PORT': 'eighty',
        'SMTP_URL': 'smtp://mail.example:abc',
        'MAIL_FROM': 'Mesa, Viva <desk@mail.example>',
        'TRUSTED_PROXIES': '127.0.0.1, 10.0.0.0/33',
    }
    done = webui('migrate', **wrong, DATA_DIR=tmp_path)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line.split(':')[0] for line in lines] == [f'MESA_{name}' for name in wrong]
    assert '10.0.0.0/33' in lines[-1]


def test_a_database_in_use_stops_the_start_with_one_line(tmp_path: Path) -> None:
    descriptor = hold(tmp_path / 'mesa.sqlite3')
    reason = told(webui('serve', DATA_DIR=tmp_path))
    os.close(descriptor)
    assert f'in use by process {os.getpid()}' in reason
    assert 'PostgreSQL' in reason


def test_a_database_that_is_not_there_stops_the_start_without_telling_its_password(tmp_path: Path) -> None:
    reason = told(webui('migrate', DATABASE_URL='postgres://desk:hunter2@127.0.0.1:1/desk', DATA_DIR=tmp_path))
    assert reason.startswith('postgres://desk:********@127.0.0.1:1/desk: ')
    assert 'hunter2' not in reason


def test_migrate_demo_and_create_admin(tmp_path: Path) -> None:
    assert '0001_initial' in server.left_by('migrate')[1]
    folder, printed = server.left_by('demo')
    assert 'lucia@mirador.example' in printed
    desk = {'DATA_DIR': shutil.copytree(folder, tmp_path / 'desk'), 'BASE_URL': 'https://desk.example'}
    assert output(webui('migrate', **desk)) == 'The database is up to date.\n'
    assert 'empty' in told(webui('demo', **desk))
    link = output(from_nothing('create-admin', 'Jefa@Mesa.example', **desk))
    assert link.startswith('https://desk.example/reset/')
    assert link.count('\n') == 1


def test_doctor_says_what_to_do_and_no_secret(tmp_path: Path) -> None:
    done = from_nothing('doctor', DATA_DIR=tmp_path, SECRET='open sesame', SMTP_URL='smtp://u:hunter2@127.0.0.1:1')
    assert done.returncode == 1
    for secret in ('open sesame', 'hunter2'):
        assert secret not in done.stdout + done.stderr
    for advice in ('python -m webui migrate', 'in MESA_SMTP_URL.', 'Start the server'):
        assert advice in done.stdout


async def test_doctor_compares_our_clock_with_that_of_the_database(postgres: Server, tmp_path: Path) -> None:
    desk = {'DATA_DIR': tmp_path, 'DATABASE_URL': await postgres.create_database()}
    assert 'migrations are missing' in webui('doctor', **desk).stdout
    output(webui('migrate', **desk))
    found = webui('doctor', **desk).stdout
    assert 'all migrations are applied' in found
    assert 'fine     Clock of the database: 0.' in found


def test_serve_introduces_the_demo_desk_and_ends_when_told(tmp_path: Path) -> None:
    with server.running(tmp_path, from_nothing=True, DEMO='1') as desk:
        log = desk.log.read_text()
        for words in (desk.url, 'mesa-viva-demo', 'marta@mesa.example'):
            assert words in log
        assert 'problem' not in output(webui('doctor', DATA_DIR=tmp_path, DEMO='1', BASE_URL=desk.url))
        desk.signal(signal.SIGTERM)
        desk.process.join(30)
        assert desk.process.exitcode == 0


def test_serve_without_demo_has_no_account_but_a_link(tmp_path: Path) -> None:
    with server.running(tmp_path) as desk:
        log = desk.log.read_text()
        assert f'{desk.url}/reset/' in log
        assert 'mesa-viva-demo' not in log
