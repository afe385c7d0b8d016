"""The fourth step: who sets up the desk. Its link was printed for nobody in particular."""

from dataclasses import fields

from models import User
from services.language import LANGUAGES
from services.setup import setup_admin
from services.setup.setup import Setup
from services.setup.setup_admin import FirstAdmin
from webui.form.forms import Form, Values
from webui.form.zone_field import offer_zones
from webui.i18n import _
from webui.shell.setup_frame import step_foot, step_form, step_page
from webui.viewer import viewer

STEP = 'you'


async def draw(known: Setup) -> None:
    person = await viewer()
    with step_page(STEP, known, _('You sign in with this address, and notices for administrators go there.')):
        form = step_form(STEP, known, _save, _('Who you are'))
        _fields(form, person)
        step_foot(form, STEP, known)


async def _save(values: Values) -> None:
    given = {one.name: values.get(one.name, '').strip() for one in fields(FirstAdmin)}
    await setup_admin.save(await viewer(), FirstAdmin(**given))


def _fields(form: Form, person: User) -> None:
    form.line('full_name', _('Full name'), value=person.full_name, autocomplete='name', required=True)
    form.line('email', _('Mail'), value=person.email, type_='email', autocomplete='email', required=True)
    hint = _('With country and area, such as +57 (6) 3134484.')
    form.line('phone', _('Telephone'), hint=hint, value=person.phone, type_='tel', autocomplete='tel')
    languages = [('', _('That of the browser')), *LANGUAGES.items()]
    form.select('language', _('Language'), languages, value=person.language)
    hint = _('Empty: that of the browser.')
    zone = form.line('time_zone', _('Time zone'), hint=hint, value=person.time_zone, autocomplete='off')
    offer_zones(zone)
