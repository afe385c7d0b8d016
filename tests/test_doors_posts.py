"""The doors as a browser without a script uses them: posts, cookies and redirects."""

import asyncio
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.support.passwords import PASSWORD
from tests.support.server import Server, running
from tests.support.visitor import Visitor
from webui.edge.door_posts import back
from webui.edge.flash import Flash

THROUGH = {
    'Host': 'desk.example',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-For': '6.6.6.6, 203.0.113.9, 10.1.2.3',
}


async def mailed_link(visitor: Visitor, name: str, **fields: str) -> str:
    await visitor.post_form('/recover', email=f'{name}@mirador.example', **fields)
    bodies = [mail['body'] for mail in (await visitor.get('/mails')).json() if mail['to'].startswith(name)]
    found = re.search(r'/reset/[\w-]{43}', bodies[-1])
    assert found
    return found[0]


@pytest.mark.rule('S3-7', 'S0-17')
async def test_signing_in_gives_a_cookie_that_no_script_reads_and_no_other_site_sends(visitor: Visitor) -> None:
    answer = await visitor.post_form('/login', email='LUCIA@mirador.example', password=PASSWORD)
    assert (answer.status_code, answer.headers['location']) == (303, '/')
    cookie = next(line for line in answer.headers.get_list('set-cookie') if line.startswith('mesa='))
    assert 'HttpOnly' in cookie
    assert 'samesite=lax' in cookie.lower()
    assert 'Path=/' in cookie
    assert len(visitor.cookies['mesa']) == 43  # 256 bits
    assert 'person=lucia@mirador.example' in (await visitor.open()).text


@pytest.mark.rule('S3-7')
async def test_a_refused_sign_in_keeps_what_was_typed_but_the_password(visitor: Visitor) -> None:
    answer = await visitor.post_form('/login', email='lucia@mirador.example', password='wrong-and-secret', next='/many')
    assert (answer.status_code, answer.headers['location']) == (303, '/login?next=%2Fmany')
    assert 'mesa=' not in str(answer.headers.get_list('set-cookie'))
    assert 'wrong-and-secret' not in str(answer.headers)
    page = (await visitor.get('/login')).text
    assert "email=lucia@mirador.example problems=['form']" in page
    assert 'problems=[]' in (await visitor.get('/login', headers={'Cookie': 'mesa-flash=eyJ4IjoxfQ.00'})).text


async def test_each_sign_in_makes_a_new_session_and_ends_the_old_one(visitor: Visitor) -> None:
    visitor.cookies.set('mesa', 'chosen-by-somebody-else', domain='127.0.0.1')
    await visitor.sign_in('lucia', PASSWORD)
    first = visitor.cookie_header()
    assert 'chosen-by-somebody-else' not in first['Cookie']
    await visitor.sign_in('marta', PASSWORD)
    assert 'person=marta' in (await visitor.open()).text
    async with Visitor(visitor.server) as thief:
        assert 'person=<' not in (await thief.get('/', headers=first)).text
        assert 'person=lucia' not in (await thief.get('/', headers=first)).text


@pytest.mark.parametrize(
    ('target', 'leads_to'),
    [
        ('/tickets/MV-10007?tab=history', '/tickets/MV-10007?tab=history'),
        ('', '/'),
        ('//evil.example', '/'),
        ('/\\evil.example', '/'),
        ('/\t/evil.example', '/'),
        ('https://evil.example', '/'),
        ('javascript:alert(1)', '/'),
        ('/x\r\nSet-Cookie: a=b', '/'),
        ('/login', '/'),
        ('evil.example', '/'),
    ],
)
async def test_a_sign_in_leads_to_addresses_of_ours_alone(visitor: Visitor, target: str, leads_to: str) -> None:
    fields = {'email': 'lucia@mirador.example', 'password': PASSWORD, 'next': target}
    assert (await visitor.post_form('/login', **fields)).headers['location'] == leads_to


@pytest.mark.parametrize('token', ['\0', 'x; Domain=evil.example', '\r\nSet-Cookie: a=b'])
def test_what_stands_in_a_link_adds_nothing_to_the_cookie_that_answers_it(token: str) -> None:
    answer = back(f'/verify/{token}', f'/verify/{token}', Flash(done=True))
    assert f'; Path=/verify/{quote(token)}; ' in answer.headers['set-cookie']
    assert answer.headers['location'].isprintable()


async def test_staff_arrive_at_the_desk(visitor: Visitor) -> None:
    assert (await visitor.sign_in('marta', PASSWORD)).headers['location'] == '/desk'


@pytest.mark.parametrize('path', ['/login', '/logout', '/recover', '/reset/x', '/language', '/attachments?form=x'])
@pytest.mark.parametrize(
    'headers', [{'Origin': 'https://evil.example'}, {'Origin': 'null'}, {'Sec-Fetch-Site': 'cross-site'}]
)
async def test_posts_from_elsewhere_are_refused(visitor: Visitor, path: str, headers: dict[str, str]) -> None:
    assert (await visitor.post(path, data={'email': 'x'}, headers=headers)).status_code == 403


async def test_what_is_no_form_is_refused(visitor: Visitor) -> None:
    assert (await visitor.post('/login', json={'email': 'x'})).status_code == 415
    assert (await visitor.post('/login', files={'email': b'x'})).status_code == 415
    assert (await visitor.post('/login', data={f'f{n}': 'x' for n in range(50)})).status_code == 413


@pytest.mark.parametrize('path', ['/logout', '/language'])
async def test_reading_changes_nothing(visitor: Visitor, path: str) -> None:
    await visitor.sign_in('lucia', PASSWORD)
    assert (await visitor.get(path)).status_code in (404, 405)
    assert 'person=lucia' in (await visitor.open()).text


async def test_signing_out_takes_the_cookie_back(visitor: Visitor) -> None:
    await visitor.sign_in('lucia', PASSWORD)
    answer = await visitor.post_form('/logout')
    assert (answer.status_code, answer.headers['location']) == (303, '/login')
    assert 'mesa' not in visitor.cookies


@pytest.mark.rule('S0-18')
async def test_recovery_answers_everybody_alike(visitor: Visitor) -> None:
    answers = [await visitor.post_form('/recover', email=email) for email in ('marta@mirador.example', 'no@x.example')]
    assert [(a.status_code, a.headers['location']) for a in answers] == [(303, '/recover')] * 2


@pytest.mark.rule('S0-18')
async def test_the_first_access_sets_a_password_and_signs_in(visitor: Visitor) -> None:
    link = await mailed_link(visitor, 'newcomer')
    bad = await visitor.post_form(link, password='corta')
    assert (bad.status_code, bad.headers['location']) == (303, link)
    answer = await visitor.post_form(link, password='una frase muy mía')
    assert (answer.status_code, answer.headers['location']) == (303, '/')
    assert 'person=newcomer' in (await visitor.open()).text
    async with Visitor(visitor.server) as second:
        used = await second.post_form(link, password='otra frase distinta')
        assert (used.status_code, used.headers['location']) == (303, link)
        assert 'mesa' not in second.cookies


@pytest.mark.rule('S3-5')
async def test_a_mailed_link_leads_on_to_where_somebody_wanted_to_go_and_nowhere_else(visitor: Visitor) -> None:
    for wanted, reached in (('/many', '/many'), ('//evil.example', '/'), ('', '/')):
        link = await mailed_link(visitor, 'forgetful', next=wanted)
        answer = await visitor.post_form(link, password='una frase muy mía')
        assert (answer.status_code, answer.headers['location']) == (303, reached)
    await visitor.post_form('/recover', email='x@x.example', next='/many')
    assert (await visitor.sign_in('lucia', PASSWORD)).headers['location'] == '/', 'who signs in says it anew'


async def test_who_needs_approval_waits_for_it_after_the_first_access_too(visitor: Visitor) -> None:
    link = await mailed_link(visitor, 'unproved')
    await visitor.post('/approval/needed')
    answer = await visitor.post_form(link, password='una frase muy mía')
    await visitor.post('/approval/none')
    assert (answer.status_code, answer.headers['location']) == (303, '/register/wait')
    assert 'mesa-waiting' in visitor.cookies
    assert 'mesa' not in visitor.cookies


@pytest.mark.rule('S3-11')
async def test_of_the_windows_that_wait_each_comes_in(visitor: Visitor) -> None:
    new = {'name': 'Rosa Lema', 'email': 'rosa@mirador.example', 'password': 'una frase muy mía', 'company': 'Mirador'}
    answer = await visitor.post_form('/register', **new)
    assert answer.headers['location'] == '/register/wait', answer.text
    mails = [mail['body'] for mail in (await visitor.get('/mails')).json() if mail['to'] == new['email']]
    link = re.search(r'/verify/[\w-]{43}', mails[-1])
    assert link
    async with Visitor(visitor.server) as elsewhere:
        await elsewhere.post_form(link[0])
    async with Visitor(visitor.server) as window:  # of the same browser, which sends before it has the session
        window.cookies.update(visitor.cookies)
        assert (await visitor.post_form('/register/enter')).headers['location'] == '/'
        answer = asyncio.create_task(window.post_form('/register/enter'))
        for _ in range(10):
            await visitor.get('/readyz')
        assert not answer.done(), 'the session arrives before the door is asked, which leads on who is signed in'
        assert (await answer).headers['location'] == '/login'
    assert 'person=rosa@mirador.example' in (await visitor.open()).text


async def test_an_error_does_not_stand_on_the_next_step(visitor: Visitor) -> None:
    await visitor.post_form('/login', email='lucia@mirador.example', password='wrong')
    answer = await visitor.post_form('/login', email='coded@mirador.example', password=PASSWORD)
    assert answer.headers['location'] == '/login/code'
    assert 'mesa-flash' not in visitor.cookies


@pytest.mark.rule('S3-7')
async def test_thirty_wrong_tries_are_braked_and_the_known_browser_is_not(odd_desk: Server) -> None:
    async with Visitor(odd_desk, '127.0.0.20') as owner, Visitor(odd_desk, '127.0.0.21') as guesser:
        await owner.sign_in('guessed', PASSWORD)
        await owner.post_form('/logout')
        for number in range(30):
            await guesser.sign_in('guessed', f'guess-{number}')
        assert (await guesser.sign_in('guessed', PASSWORD)).headers['location'] == '/login'
        assert (await owner.sign_in('guessed', PASSWORD)).headers['location'] == '/'


async def test_the_language_is_kept_and_leads_back(visitor: Visitor) -> None:
    answer = await visitor.post_form('/language', language='en', next='/many')
    assert (answer.status_code, answer.headers['location']) == (303, '/many')
    assert 'lang="en"' in (await visitor.get('/nowhere')).text
    assert (await visitor.post_form('/language', language='xx')).status_code == 400


@pytest.fixture(scope='module')
def secure_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {'BASE_URL': 'https://desk.example', 'TRUSTED_PROXIES': '127.0.0.2 10.0.0.0/8'}
    with running(tmp_path_factory.mktemp('secure'), program=('tests.support.odd_desk',), **settings) as server:
        yield server


class TestBehindTls:
    """The same, with an https BASE_URL and a proxy at 127.0.0.2."""

    @pytest.mark.rule('S0-16')
    async def test_plain_http_is_led_to_https(self, secure_desk: Server) -> None:
        async with Visitor(secure_desk) as direct, Visitor(secure_desk, '127.0.0.2') as proxy:
            for visitor in (direct, proxy):
                answer = await visitor.get(
                    '/tickets?a=b', headers={'Host': 'desk.example', 'X-Forwarded-Proto': 'http'}
                )
                assert (answer.status_code, answer.headers['location']) == (308, 'https://desk.example/tickets?a=b')
            forged = await direct.get('/', headers=THROUGH)
            assert forged.status_code == 308
            assert (await proxy.get('/', headers=THROUGH)).status_code == 200

    @pytest.mark.rule('S3-3')
    async def test_cookies_are_secure_and_https_is_demanded(self, secure_desk: Server) -> None:
        async with Visitor(secure_desk, '127.0.0.2') as proxy:
            form = {'email': 'lucia@mirador.example', 'password': PASSWORD}
            headers = THROUGH | {'Origin': 'https://desk.example'}
            answer = await proxy.post('/login', data=form, headers=headers)
            assert answer.status_code == 303
            cookies = answer.headers.get_list('set-cookie')
            assert any(cookie.startswith('__Host-mesa=') for cookie in cookies)
            assert all('Secure' in cookie and 'HttpOnly' in cookie for cookie in cookies)
            assert answer.headers['strict-transport-security'] == 'max-age=31536000'
            assert 'wss://desk.example' in answer.headers['content-security-policy']

    async def test_the_visitor_is_who_the_nearest_trusted_proxy_saw(self, secure_desk: Server) -> None:
        async with Visitor(secure_desk, '127.0.0.2') as proxy:
            assert json.loads((await proxy.get('/whoami', headers=THROUGH)).text) == '203.0.113.9'
