"""Parts of pages without a browser: what the time alone changes, and what two handlers do at once."""

import asyncio
from datetime import timedelta

import pytest
from nicegui import Client, background_tasks, core
from nicegui.element import Element
from nicegui.page import page
from starlette.requests import Request

from models import CatalogItem
from services import bus
from services.accounts import sessions
from services.clock import freeze, now
from services.tickets import presence, ticket_view
from tests.support.world import Person, World
from webui.desk.call_answers import Answer
from webui.desk.phone_pane import draw_ticket_form
from webui.elements import tag
from webui.form.latest import latest
from webui.tickets.presence import Staying
from webui.tickets.ticket_facts import customer_facts


async def opened(person: Person) -> Client:
    """A page of theirs."""
    token = await sessions.open_session(person.user, '127.0.0.1', '')
    headers = [(b'cookie', f'mesa={token}'.encode())]
    scope = {
        'type': 'http',
        'method': 'GET',
        'path': '/',
        'query_string': b'',
        'headers': headers,
        'client': ('::1', 1),
    }
    return Client(page('', reconnect_timeout=3), request=Request(scope))


async def test_what_is_used_of_a_promised_time_goes_on_without_a_line(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    client = await opened(world.lucia)
    with client:
        facts = customer_facts(tag('aside'))
        facts.show([await ticket_view.view(world.lucia.user, ticket.number)])
        before = _markup(facts.parent)
        facts.show([await ticket_view.view(world.lucia.user, ticket.number)])
        assert _markup(facts.parent) == before
        bus.publish_everything()  # what was read is no longer shared
        with freeze(now() + timedelta(days=5)):
            facts.show([await ticket_view.view(world.lucia.user, ticket.number)])
        assert _markup(facts.parent) != before
    client.delete()


async def test_a_page_that_goes_before_its_person_is_known_leaves_nobody_at_the_ticket(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await world.lucia.opens('No imprime')
    client = await opened(world.marta)
    client.tab_id = 'connected'
    monkeypatch.setattr(core, 'loop', asyncio.get_running_loop())
    with client:
        staying = Staying(ticket)
    coming = [asyncio.ensure_future(say()) for say in client.connect_handlers]
    await asyncio.sleep(0)  # on its way to the database
    staying.delete()
    await asyncio.gather(*coming, *background_tasks.running_tasks, return_exceptions=True)
    assert await presence.others(world.diego.user, ticket) == []
    client.delete()


async def test_a_call_is_answered_with_words_where_there_is_no_type(world: World) -> None:
    await CatalogItem.all().update(is_active=False)
    client = await opened(world.marta)

    async def show(_answer: Answer) -> None:
        raise AssertionError('nothing to choose')

    with client:
        place = tag('div')
        with place:
            await draw_ticket_form(None, 'Rosa', show)
    assert [child.tag for child in place.default_slot.children] == ['p']
    client.delete()


async def test_of_what_is_typed_the_last_is_shown_last_and_what_was_typed_over_not_at_all() -> None:
    told, goes_on = list[str](), asyncio.Event()

    @latest
    async def show(text: str) -> None:
        await goes_on.wait()
        told.append(text)

    runs = [asyncio.ensure_future(show(text)) for text in ('1', '10', '100')]
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(*runs)
    assert told in (['1', '100'], ['100'])
    await show('2')
    assert told[-1] == '2'


def _markup(place: Element) -> list[str]:
    return [str(one.props['innerHTML']) for one in place.descendants() if 'innerHTML' in one.props]
