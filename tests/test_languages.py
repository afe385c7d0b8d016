"""Which languages the desk offers, and who is spoken to in which (S3-9)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from models import Setting, User
from services import languages
from services.env import env
from services.language import LANGUAGES, known, offer, offered, spoken
from services.languages import Languages
from services.mail.mail_text import Recipient
from services.refusals import Invalid, NotAllowed
from services.settings import load, save
from tests.support.browser import People
from tests.support.server import running
from tests.support.world import World
from webui.form.translated_field import translated

ADMIN, LUCIA = 'admin@mesa.example', 'lucia@mirador.example'


@pytest.fixture
def every_language() -> Iterator[None]:
    """The process offers all again afterwards."""
    yield
    offer(LANGUAGES)


@pytest.mark.rule('S3-9')
async def test_a_language_that_is_not_offered_is_nobodys(world: World, every_language: None) -> None:
    person = world.lucia.user
    await User.filter(id=person.id).update(language='pt')
    await person.refresh_from_db()
    await languages.apply()
    assert Recipient('lucia@mirador.example', person).language == 'pt'
    await save(world.admin.user, Languages(['es', 'en'], 'en'))
    await languages.apply()
    assert (known('pt-BR'), known('EN-us'), offered()) == (None, 'en', ('es', 'en'))
    assert Recipient('lucia@mirador.example', person).language == spoken() == 'en'
    await save(world.admin.user, Languages())
    await languages.apply()
    assert Recipient('lucia@mirador.example', person).language == 'pt'
    assert spoken('klingon') == env().language


async def test_what_the_desk_cannot_speak_is_refused(world: World) -> None:
    for wrong, field in (
        (Languages([]), 'offered'),
        (Languages(['es', 'tlh']), 'offered'),
        (Languages(['en'], 'es'), 'default'),
        (Languages(['en', 'pt']), 'default'),
        (Languages(['es'], 'tlh'), 'default'),
    ):
        with pytest.raises(Invalid) as invalid:
            await save(world.admin.user, wrong)
        assert set(invalid.value.problems) == {field}
    for person in (world.ana, world.marta, world.lucia):
        with pytest.raises(NotAllowed):
            await save(person.user, Languages(['es']))
    assert await load(Languages) == Languages()
    assert not await Setting.exists()


def test_a_text_in_a_language_that_is_not_offered_is_kept(every_language: None) -> None:
    offer(['es', 'en'])
    typed = {'texts.es': ' Hola ', 'texts.en': '', 'texts.pt': 'forged'}
    assert translated(typed, 'texts', {'pt': 'Olá', 'en': 'Hello'}) == {'pt': 'Olá', 'es': 'Hola'}


@pytest.mark.rule('S3-9')
async def test_the_menu_offers_what_an_admin_offers(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, DEMO='1') as server:
        people = People(browser, server)
        async with people.window(ADMIN, '/settings/languages') as admin, people.window(LUCIA) as lucia:
            menu = lucia.locator('summary', has_text='Español')
            await menu.click()
            choices = lucia.get_by_role('banner').locator('form[action="/language"] button')
            await expect(choices).to_have_text(['Español', 'English', 'Português'])
            await lucia.get_by_role('button', name='English').click()
            await expect(lucia.get_by_role('heading', level=1)).to_have_text('Hello, Lucía. How can we help you?')
            await admin.get_by_label('English').uncheck()
            await admin.get_by_label('Português').uncheck()
            await admin.get_by_role('button', name='Guardar', exact=True).click()
            await expect(admin.get_by_text('Guardado por Gabriel Ortiz')).to_be_visible()
            await expect(choices).to_have_text(['Español'])
            await lucia.reload()
            await expect(lucia.get_by_role('heading', level=1)).to_have_text('Hola, Lucía. ¿En qué te ayudamos?')
            await expect(lucia.locator('summary', has_text='Español')).to_be_hidden()
            answer = await lucia.request.post(
                f'{server.url}/language', form={'language': 'pt'}, headers={'Sec-Fetch-Site': 'same-origin'}
            )
            assert answer.status == 400
        assert people.faults == []
