"""A desk whose pages hold what a careful page would not: for tests of what stands around the pages.

`python -m tests.support.odd_desk` serves it. Clicks that reach a handler are told at `/fired`, moods that were
shown at `/shown`, mails at `/mails`.
"""

import asyncio

import uvicorn
from fastapi import FastAPI, Request
from nicegui import Client, app, core, ui
from nicegui.element import Element

from models import MailOut, Organization, User
from models.db.connect import connect
from models.db.migrate import upgrade
from models.user import UserRole
from services import bus, settings
from services.accounts.admission import Registration
from services.clock import now
from services.env import env
from services.refusals import NotFound
from tests.support.passwords import PASSWORD_HASH
from webui import runtime
from webui.edge import doors, registration_doors, socket_guard, static_files, uploads
from webui.edge.edge import edge
from webui.edge.flash import read_flash
from webui.form.forms import Form, Values
from webui.form.sheet import sheet
from webui.live import live
from webui.viewer import anybody

PEOPLE = {
    'lucia': {},
    'elena': {},
    'guessed': {},
    'forgetful': {},
    'coded': {'totp_secret': 'GEZDGNBVGY3TQOJQ', 'totp_confirmed_at': now()},
    'boss': {'role': UserRole.ADMIN},
    'marta': {'role': UserRole.AGENT},
    'left': {'is_active': False},
    'unproved': {'verified_at': None},
    'newcomer': {'password_hash': None, 'verified_at': None},
}
SECRET = 'postgres://desk:hunter2@db/desk'

desk = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
fired: list[str] = []
shown: list[str] = []
mood = ['whole']


@ui.page('/')
async def home(client: Client) -> None:
    person = await anybody(client)
    ui.label(f'person={person.email if person else ""}')
    named('open', ui.button('open', on_click=lambda: fired.append('open')))
    with ui.card() as hidden:
        named('hidden', ui.button('hidden', on_click=lambda: fired.append('hidden')))
    hidden.set_visibility(False)
    with ui.dialog(), ui.card():
        named('closed', ui.button('closed', on_click=lambda: fired.append('closed')))
    with ui.element('fieldset').props('disabled'):
        named('disabled', ui.button('disabled', on_click=lambda: fired.append('disabled')))
    named('readonly', ui.input('readonly', on_change=lambda: fired.append('readonly')).props('readonly'))
    named('boom', ui.button('boom', on_click=fail))
    with sheet('boom'):
        named('failing', Form(fail_later).element)


@ui.page('/login')
def login(request: Request) -> None:
    flash = read_flash(request)
    ui.label(f'email={flash.email} problems={sorted(flash.problems)} done={flash.done}')


@ui.page('/many')
def many() -> None:
    for number in range(200):
        ui.label(str(number))


@ui.page('/shaky')
async def shaky() -> None:
    words = ui.label()

    async def show() -> None:
        if mood == ['broken']:
            fail()
        shown.append(mood[0])
        words.text = f'shown {mood[0]}'

    await live(['mood'], show)


@ui.page('/boom')
def boom() -> None:
    fail()


@ui.page('/gone')
async def gone() -> None:
    await asyncio.sleep(0)
    raise NotFound


@desk.get('/boom.json')
async def boom_route() -> None:
    fail()


@desk.get('/readyz')
async def ready() -> str:
    return 'ok'


@desk.post('/mood/{name}')
async def feel(name: str) -> None:
    mood[:] = [name]
    bus.publish(['mood'])


@desk.get('/fired')
async def told() -> list[str]:
    return fired


@desk.get('/shown')
async def told_shown() -> list[str]:
    return shown


@desk.get('/mails')
async def mails() -> list[dict[str, str]]:
    return [{'to': mail.to_address, 'body': mail.body} for mail in await MailOut.all().order_by('id')]


@desk.get('/views')
async def views() -> dict[str, int]:
    return {'pages': len(Client.instances), 'sockets': len(core.sio.environ)}


@desk.get('/whoami')
async def whoami(request: Request) -> str:
    return request.client.host if request.client else ''


@desk.post('/disable/{name}')
async def disable(name: str) -> None:
    await User.filter(email=f'{name}@mirador.example').update(is_active=False)


@desk.post('/approval/{name}')
async def ask_approval(name: str) -> None:
    """Whether who registers needs it."""
    boss = await User.get(email='boss@mirador.example')
    await settings.save(boss, Registration(needs_approval=name == 'needed'))


def named(name: str, element: Element) -> None:
    element.props['data-name'] = name


def fail() -> None:
    raise RuntimeError(SECRET)


async def fail_later(_values: Values) -> None:
    fail()


async def fill() -> None:
    company = await Organization.create(name='Hotel Mirador', created_at=now())
    for name, traits in PEOPLE.items():
        known = {'verified_at': now(), 'password_hash': PASSWORD_HASH, 'organization': company}
        await User.create(email=f'{name}@mirador.example', full_name=name, created_at=now(), **(known | traits))


async def main() -> None:
    await connect(env().database_url, synchronous='OFF')
    await upgrade()
    if not await User.exists():
        await fill()
    for router in (doors.router, registration_doors.router, uploads.router):
        desk.include_router(router)
    static_files.mount(desk)
    ui.run_with(
        desk,
        tailwind=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        reconnect_timeout=runtime.RECONNECT,
        gzip_middleware_factory=static_files.compression,
    )
    app.on_startup(start)
    config = uvicorn.Config(
        edge(desk),
        host=env().host,
        port=env().port,
        http='h11',
        ws='websockets-sansio',
        ws_max_size=300_000,
        ws_per_message_deflate=False,
        server_header=False,
        proxy_headers=False,
        log_level='warning',
        timeout_graceful_shutdown=2,
    )
    await uvicorn.Server(config).serve()


async def start() -> None:
    socket_guard.install()
    runtime.tune()
    await socket_guard.sweep_forever(asyncio.Event())


if __name__ == '__main__':
    asyncio.run(main())
