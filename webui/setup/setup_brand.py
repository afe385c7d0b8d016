"""The second step: what the desk is called and how it looks."""

from services import settings
from services.settings import Desk
from services.setup.setup import Setup
from webui.elements import tag
from webui.form.forms import Form, Values
from webui.form.setting_fields import built
from webui.i18n import _
from webui.settings.brand_fields import colour_field, logo_field
from webui.shell.setup_frame import step_foot, step_form, step_page
from webui.viewer import viewer

STEP = 'brand'
NAME, CENTRE = 60, 120  # characters


async def draw(known: Setup) -> None:
    desk = await settings.load(Desk)
    with step_page(STEP, known, _('Your customers read this name on every page and in every mail.')):
        form = step_form(STEP, known, lambda values: _save(form, values), _('Name and brand'))
        form.line('name', _('Name of the desk'), value=desk.name, maxlength=NAME, required=True)
        hint = _('Stands behind the name on the home page.')
        form.line('centre', _('Kind of centre'), hint=hint, value=desk.centre, maxlength=CENTRE)
        with form.element:
            pair = tag('div', '', 'setting-pair')
        colour_field(form, 'colour', desk.colour).box.move(pair)
        logo_field(form, 'logo', desk.logo).box.move(pair)
        step_foot(form, STEP, known)


async def _save(form: Form, values: Values) -> None:
    await settings.save(await viewer(), built(await settings.load(Desk), form, values))
