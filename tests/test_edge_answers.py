"""What stands around every answer, asked from outside."""

import asyncio
import re

import pytest

from tests.support.odd_desk import SECRET
from tests.support.visitor import Visitor

ANY_ADDRESS = ['/', '/login', '/nowhere', '/boom', '/boom.json', '/attachments/1', '/assets/css/base.css', '/whoami']


@pytest.mark.parametrize('path', ANY_ADDRESS)
async def test_every_answer_bears_the_security_headers(visitor: Visitor, path: str) -> None:
    headers = (await visitor.get(path)).headers
    assert headers['x-content-type-options'] == 'nosniff'
    assert headers['x-frame-options'] == 'DENY'
    assert headers['referrer-policy'] == 'same-origin'
    assert headers['cross-origin-opener-policy'] == headers['cross-origin-resource-policy'] == 'same-origin'
    assert 'geolocation=()' in headers['permissions-policy']
    policy = headers['content-security-policy']
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "object-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split('script-src')[1].split(';')[0]
    assert 'server' not in headers
    assert 'strict-transport-security' not in headers  # there is no TLS here


async def test_each_page_has_a_nonce_of_its_own_on_all_its_scripts(visitor: Visitor) -> None:
    pages = [await visitor.get('/'), await visitor.get('/')]
    nonces = [re.search(r"'nonce-([\w-]+)'", page.headers['content-security-policy'])[1] for page in pages]  # type: ignore[index]
    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        scripts = re.findall(r'<script[^>]*>', page.text)
        assert len(scripts) > 5
        assert all(f'nonce="{nonce}"' in script for script in scripts)


async def test_pages_are_not_stored_and_files_are_kept(visitor: Visitor) -> None:
    page = await visitor.get('/')
    assert page.headers['cache-control'] == 'no-store'
    for address in set(re.findall(r'"(/_nicegui/[^"]+\.(?:js|css))"', page.text)):
        file = await visitor.get(address)
        assert file.status_code == 200
        assert 'immutable' in file.headers['cache-control']
        assert len(file.content) < 600 or file.headers['content-encoding'] == 'gzip'
        again = await visitor.get(address, headers={'If-None-Match': file.headers['etag']})
        assert again.status_code == 304


async def test_what_does_not_exist_gets_the_same_page_whoever_asks(visitor: Visitor) -> None:
    before = (await visitor.get('/views')).json()['pages']
    answers = {(await visitor.get(path)).text for path in ('/nowhere', '/gone', '/desk//%00', '/tickets/MV-1?x=<b>')}
    await visitor.sign_in('lucia', 'correct horse battery')
    answers.add((await visitor.get('/nowhere/else')).text)
    assert len(answers) == 1
    assert (await visitor.get('/views')).json()[
        'pages'
    ] <= before + 1  # /gone began to build a page; the others did not
    english = await visitor.get('/nowhere', headers={'Accept-Language': 'en-GB,en;q=0.9'})
    assert 'lang="en"' in english.text
    assert english.status_code == 404


@pytest.mark.parametrize('path', ['/boom', '/boom.json'])
async def test_a_failure_tells_a_reference_that_the_log_knows_and_nothing_else(visitor: Visitor, path: str) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert 'RuntimeError' not in answer.text
    reference = re.search(r'\b[0-9a-f]{8}\b', re.sub(r'\?v=\w+', '', answer.text))
    assert reference
    log = visitor.server.log.read_text()
    assert log.count(reference[0]) == 1


@pytest.mark.parametrize('host', ['evil.example', 'evil.example:80', '', '127.0.0.1:1', 'localhost'])
async def test_other_hosts_are_refused(visitor: Visitor, host: str) -> None:
    assert (await visitor.get('/', headers={'Host': host})).status_code == 400
    assert (await visitor.get('/readyz', headers={'Host': host})).status_code == 200


async def test_headers_of_a_proxy_that_nobody_trusts_are_ignored(visitor: Visitor) -> None:
    forged = {
        'X-Forwarded-Prefix': '//evil.example',
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-For': '203.0.113.9',
        'X-Real-IP': '203.0.113.9',
        'X-Forwarded-Proto': 'https',
        'Forwarded': 'for=203.0.113.9;host=evil.example',
    }
    for path in ('/', '/nowhere', '/attachments/1'):
        answer = await visitor.get(path, headers=forged)
        assert 'evil.example' not in answer.text + str(answer.headers)
    assert (await visitor.get('/whoami', headers=forged)).json() == '127.0.0.1'


@pytest.mark.parametrize('method', ['TRACE', 'OPTIONS', 'PUT', 'PATCH', 'PROPFIND'])
async def test_methods_that_nothing_uses_are_refused(visitor: Visitor, method: str) -> None:
    assert (await visitor.request(method, '/')).status_code == 405


async def raw(visitor: Visitor, *pieces: bytes) -> bytes:
    """What the server answers to bytes that no HTTP library would send."""
    url = visitor.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        writer.write(b'POST /login HTTP/1.1\r\nHost: %s\r\n' % url.netloc)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await reader.read()
    except ConnectionError:
        return b''
    finally:
        writer.close()


async def test_endless_headers_are_cut(visitor: Visitor) -> None:
    answer = await raw(visitor, *(b'X-%d: %s\r\n' % (number, b'x' * 10_000) for number in range(1000)))
    assert b' 200 ' not in answer


async def test_a_body_with_two_lengths_is_refused(visitor: Visitor) -> None:
    both = b'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /whoami HTTP/1.1\r\nHost: x\r\n\r\n'
    answer = await raw(visitor, both)
    assert answer.startswith(b'HTTP/1.1 400 ')
    assert answer.count(b'HTTP/1.1') == 1


async def test_a_large_body_is_cut_with_and_without_its_length(visitor: Visitor) -> None:
    async def endless() -> object:
        for _ in range(1000):
            yield b'password=' + b'x' * 10_000

    told = {'Content-Type': 'application/x-www-form-urlencoded'}
    assert (await visitor.post('/login', content=b'x' * 70_000, headers=told)).status_code == 413
    assert (await visitor.post('/login', content=endless(), headers=told)).status_code == 413  # type: ignore[arg-type]
    assert 'TooLarge' not in visitor.server.log.read_text()  # it is no failure of ours


@pytest.mark.parametrize(
    'path',
    [
        '/assets/../pyproject.toml',
        '/assets/css/../../pyproject.toml',
        '/assets/css/%2e%2e/locale/es/LC_MESSAGES/mesa.po',
        '/assets/locale/es/LC_MESSAGES/mesa.po',
        '/assets/common-passwords.txt',
        '/assets/demo/world.json',
        '/assets/css',
        '/assets/',
        '/assets/css/' + 'x' * 400,
        '/assets/css/base.css%00',
        '/_nicegui/3.18.0/static/../../app/app.py',
        '/_nicegui/3.18.0/static//nicegui.js',
        '/_nicegui/client/x/upload/1',
        '/.git/config',
        '/.env',
        '/docs',
        '/openapi.json',
        '/_nicegui_ws/socket.io/?EIO=4&transport=polling',
    ],
)
async def test_nothing_is_served_that_is_not_meant_to_be(visitor: Visitor, path: str) -> None:
    assert (await visitor.get(path)).status_code == 404


async def test_our_own_files_are_final_under_their_version(visitor: Visitor) -> None:
    page = await visitor.get('/nowhere')
    for address in re.findall(r'href="(/assets/[^"]+)"', page.text):
        final = await visitor.get(address)
        assert 'immutable' in final.headers['cache-control']
        loose = await visitor.get(address.split('?')[0])
        assert loose.headers['cache-control'] == 'no-cache'
        assert loose.content == final.content
    assert (await visitor.get('/favicon.ico')).headers['content-type'] == 'image/svg+xml'


async def test_a_flood_of_pages_is_braked_for_its_address_alone(visitor: Visitor) -> None:
    async with Visitor(visitor.server, address='127.0.0.9') as flooder:
        answers = [await flooder.get('/login') for _ in range(120)]
        braked = [answer for answer in answers if answer.status_code == 429]
        assert len(braked) == 20
        assert int(braked[0].headers['retry-after']) > 0
        assert braked[0].headers['refresh'] == braked[0].headers['retry-after']  # nobody need be in front of it
        assert (await flooder.get('/assets/css/base.css')).status_code == 200
    assert (await visitor.get('/login')).status_code == 200
