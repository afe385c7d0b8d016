"""What the process is told about NiceGUI changes its speed and nothing else."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from datetime import timedelta

import nicegui
import pytest
from nicegui import Client, helpers, ui
from nicegui.classes import Classes
from nicegui.helpers import functions
from nicegui.page import page
from nicegui.props import Props
from nicegui.style import Style
from starlette.requests import Request

from services.clock import freeze, now
from webui import runtime
from webui.edge import unopened


@pytest.fixture
def introspected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, 'expects_arguments', functions.expects_arguments)
    runtime.introspect_once()


def requested() -> Client:
    """A page that was asked for and has no socket."""
    scope = {'type': 'http', 'method': 'GET', 'path': '/', 'query_string': b'', 'headers': [], 'client': ('::1', 1)}
    return Client(page(''), request=Request(scope))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = requested()
    yield client
    client.delete()


def test_this_version_of_nicegui_is_one_that_was_measured() -> None:
    assert nicegui.__version__.startswith(runtime.MEASURED)


@pytest.mark.usefixtures('introspected_once')
async def test_the_answers_are_those_of_nicegui(client: Client) -> None:
    with client:
        label = ui.label('x').props('a=1').classes('b').style('color: inherit')
    plain = [label.props._update, label.classes._update, label.style._update]
    handlers = [
        lambda: None,
        lambda event: None,
        lambda *events: None,
        lambda event=1: None,
        print,
        label.update,
        *plain,
    ]
    for handler in handlers:
        assert helpers.expects_arguments(handler) is functions.expects_arguments(handler)
    assert helpers.expects_arguments is not functions.expects_arguments
    assert {method.__func__ for method in plain} == {Props._update, Classes._update, Style._update}


async def test_elements_are_built_without_inspecting_the_same_methods_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspected: list[object] = []
    stock = inspect.signature

    def counted(function: object) -> inspect.Signature:
        inspected.append(function)
        return stock(function)  # type: ignore[arg-type]

    def build() -> int:
        inspected.clear()
        with client:
            for number in range(1000):
                ui.label(str(number))
        return len(inspected)

    monkeypatch.setattr(functions, 'signature', counted)
    monkeypatch.setattr(helpers, 'expects_arguments', functions.expects_arguments)
    before = build()
    runtime.introspect_once()
    assert before >= 3000
    assert build() < before / 10


async def test_an_unknown_version_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, 'expects_arguments', functions.expects_arguments)
    monkeypatch.setattr(nicegui, '__version__', '4.0.0')
    runtime.introspect_once()
    assert helpers.expects_arguments is functions.expects_arguments


async def test_pages_that_never_open_are_forgotten_while_others_run() -> None:
    pages = [requested() for _ in range(4 * unopened.AT_ONCE)]
    await unopened.prune()
    assert not any(page.is_deleted for page in pages)
    opened = pages[0]
    opened.tab_id = 'connected'
    seen: list[int] = []

    async def watch() -> None:
        while pages[-1].id in Client.instances:
            seen.append(sum(page.is_deleted for page in pages))
            await asyncio.sleep(0)

    with freeze(now() + timedelta(seconds=unopened.KEPT + 1)):
        await asyncio.gather(unopened.prune(), watch())
    assert [page.is_deleted for page in pages] == [False] + [True] * (len(pages) - 1)
    assert any(0 < count < len(pages) - 1 for count in seen)
    opened.delete()
