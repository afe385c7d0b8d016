"""What a socket may do, tried by somebody who writes the messages by hand."""

import asyncio
import json
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.support.passwords import PASSWORD
from tests.support.visitor import Page, PageSocket, Visitor

STRANGER = {'Cookie': 'mesa=somebody-elses-session'}


async def fired(visitor: Visitor) -> int:
    return len((await visitor.get('/fired')).json())


async def settled(socket: PageSocket, page: Page) -> None:
    """Wait until everything sent before was worked through: messages of one socket are handled in their order."""
    await socket.ask('ack', {'client_id': page.client_id, 'next_message_id': 0})


async def test_an_event_of_a_visible_button_arrives(visitor: Visitor) -> None:
    page, before = await visitor.open(), await fired(visitor)
    async with page.socket() as socket:
        assert socket.accepted
        await socket.send('event', page.event('open', None))
        await settled(socket, page)
    assert await fired(visitor) == before + 1


@pytest.mark.parametrize('name', ['hidden', 'closed', 'disabled', 'readonly'])
async def test_an_element_that_nobody_could_use_ignores_events(visitor: Visitor, name: str) -> None:
    page, before = await visitor.open(), await fired(visitor)
    async with page.socket() as socket:
        await socket.send('event', page.event(name, 'x'))
        await settled(socket, page)
    assert await fired(visitor) == before


@pytest.mark.parametrize(
    'origin', ['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost.evil.example']
)
async def test_a_socket_from_another_origin_is_refused(visitor: Visitor, origin: str) -> None:
    page = await visitor.open()
    with pytest.raises(InvalidStatus) as refused:
        async with page.socket(cookies={'Origin': origin}):
            pass
    assert refused.value.response.status_code == 403


async def test_a_socket_from_our_own_origin_is_welcome(visitor: Visitor) -> None:
    page = await visitor.open()
    async with page.socket(cookies={'Origin': visitor.server.url}) as socket:
        assert socket.accepted


async def test_a_socket_without_the_cookie_of_the_page_is_refused(visitor: Visitor) -> None:
    await visitor.sign_in('lucia', PASSWORD)
    page = await visitor.open()
    for cookies in ({}, STRANGER):
        async with page.socket(cookies=cookies) as socket:
            assert not socket.accepted
    async with page.socket() as socket:
        assert socket.accepted  # its owner is not harmed


async def test_a_visitors_page_is_not_for_other_browsers(visitor: Visitor) -> None:
    page = await visitor.open()
    async with page.socket(cookies=STRANGER) as socket:
        assert not socket.accepted
        await socket.send('handshake', {'client_id': page.client_id, 'tab_id': str(uuid4()), 'document_id': 'x'})
        await socket.send('event', page.event('open', None))


async def test_a_socket_speaks_for_its_own_page_alone(visitor: Visitor) -> None:
    mine, other, before = await visitor.open(), await visitor.open(), await fired(visitor)
    async with mine.socket() as socket, other.socket() as other_socket:
        await socket.send('event', other.event('open', None))
        await settled(socket, mine)
        assert await fired(visitor) == before
        await other_socket.send('event', other.event('open', None))
        await settled(other_socket, other)
    assert await fired(visitor) == before + 1


async def test_sockets_without_a_page_are_refused_and_hung_up(visitor: Visitor) -> None:
    page = await visitor.open()
    silent = f'{visitor.server.url.replace("http", "ws")}/_nicegui_ws/socket.io/?EIO=4&transport=websocket'
    async with page.socket(client_id=str(uuid4())) as refused, connect(silent) as line, asyncio.timeout(30):
        assert not refused.accepted
        assert 'Implicit handshake failed' in refused.answer  # on which the browser loads the page again
        assert await refused.is_closed()
        assert await PageSocket(line, '').is_closed()


@pytest.mark.parametrize(
    'query', [{'tab_id': '../../x'}, {'tab_id': 'x' * 2000}, {'document_id': ''}, {'next_message_id': '1e9'}]
)
async def test_a_malformed_handshake_is_refused(visitor: Visitor, query: dict[str, str]) -> None:
    page = await visitor.open()
    async with page.socket(**query) as socket:
        assert not socket.accepted


async def test_malformed_messages_change_nothing_and_leave_nothing_raw_in_the_log(visitor: Visitor) -> None:
    page, before = await visitor.open(), await fired(visitor)
    good = page.event('open', None)
    async with page.socket() as socket:
        for broken in (
            None,
            [],
            'x',
            {},
            {**good, 'id': '4'},
            {**good, 'id': 10**30},
            {**good, 'args': 'x'},
            {**good, 'args': [{}]},
            {**good, 'args': ['{']},
            {**good, 'listener_id': 'x'},
            {**good, 'client_id': 5},
        ):
            await socket.send('event', broken)
        await socket.send('log', {'client_id': page.client_id, 'level': 'error', 'message': 'one\nforged \x1b[31mline'})
        await socket.send('log', {'client_id': page.client_id, 'level': '__class__', 'message': {}})
        await socket.send('ack', {'client_id': page.client_id, 'next_message_id': 'x'})
        await socket.send('javascript_response', {'client_id': page.client_id, 'request_id': 'x'})
        await socket.send('unheard_of', {})
        await settled(socket, page)
    assert await fired(visitor) == before
    log = visitor.server.log.read_text()
    assert r'one\nforged \x1b[31mline' in log
    assert '\nforged' not in log


async def test_a_frame_over_the_limit_ends_the_socket(visitor: Visitor) -> None:
    page = await visitor.open()
    async with page.socket() as socket:
        await socket.send('event', {**page.event('open'), 'args': ['"' + 'x' * 260_000 + '"']})
        assert await socket.is_closed()


async def test_a_flood_of_events_ends_the_socket_and_a_new_one_is_no_new_allowance(visitor: Visitor) -> None:
    page, before, tab = await visitor.open(), await fired(visitor), str(uuid4())
    for _ in range(2):
        async with page.socket(tab_id=tab) as socket:
            assert socket.accepted
            for _ in range(600):
                await socket.send('event', page.event('open', None))
            assert await socket.is_closed()
    assert await fired(visitor) - before < 400  # two allowances


async def test_an_exception_in_a_handler_is_logged_once_and_told_to_nobody(visitor: Visitor) -> None:
    page = await visitor.open()
    async with page.socket() as socket:
        await socket.send('event', page.event('boom', None))
        answer = await socket.ask('ack', {'client_id': page.client_id, 'next_message_id': 0})
        assert 'postgres://' not in answer


async def test_a_failure_is_told_inside_the_dialog_in_which_it_happens(visitor: Visitor) -> None:
    page = await visitor.open()
    async with page.socket() as socket, asyncio.timeout(5):
        await socket.send('event', page.event('failing', {'turn': '0'}))
        told = await socket.told('Referencia: ')
        assert told.startswith('42["update"'), 'no message of the page, which would stand behind it'
        assert 'postgres://' not in told


async def test_views_end_within_seconds_of_their_session(visitor: Visitor) -> None:
    """A user who is disabled, or signs out anywhere, loses every open view."""
    async with Visitor(visitor.server) as elena:
        await elena.sign_in('elena', PASSWORD)
        page, before = await elena.open(), await fired(visitor)
        assert 'person=elena@' in page.text
        async with page.socket() as socket, asyncio.timeout(5):
            await visitor.post('/disable/elena')
            await socket.told('location.reload()')
            await socket.send('event', page.event('open', None))
        assert await fired(visitor) == before
        assert 'person=<' not in (await elena.open()).text
        assert 'person=elena' not in (await elena.open()).text


async def test_signing_out_ends_the_views_of_all_tabs_at_once(visitor: Visitor) -> None:
    await visitor.sign_in('lucia', PASSWORD)
    first, second = await visitor.open(), await visitor.open()
    async with first.socket() as one, second.socket() as other, asyncio.timeout(5):
        async with Visitor(visitor.server) as stranger:
            await stranger.post_form('/logout')
        cookies = visitor.cookie_header()
        left = await visitor.post_form('/logout')
        assert left.status_code == 303
        await one.told('location.reload()')
        await other.told('location.reload()')
        again = await visitor.get('/', headers=cookies)
        assert 'person=lucia' not in again.text
    async with first.socket(cookies=cookies) as socket:
        assert not socket.accepted


async def test_a_view_comes_back_after_a_lost_line(visitor: Visitor) -> None:
    await visitor.sign_in('marta', PASSWORD)
    page, tab = await visitor.open(), {'tab_id': str(uuid4()), 'document_id': str(uuid4())}
    async with page.socket(**tab) as socket:
        assert socket.accepted
    async with page.socket(**tab) as socket:
        assert socket.accepted
        await settled(socket, page)
    assert json.loads(socket.answer[2:])['sid']
