"""The fifth step: what only the desk itself knows. What needs it is published once it is known (spec 1.6-i)."""

from functools import partial

from services.escalation.escalation import Table, role_of
from services.language import Words
from services.setup import asked_contacts, setup_regions
from services.setup.placeholders import is_placeholder
from services.setup.preset_file import Ask
from services.setup.setup import Setup
from webui.elements import Tag, empty_state, heading, icon, link, notify, tag
from webui.form.forms import Form, Values, send_button
from webui.form.setting_fields import number
from webui.i18n import _
from webui.live import live
from webui.shell.setup_frame import address, step_foot, step_form, step_page
from webui.viewer import viewer

STEP = 'contacts'
ADDRESS, PHONE, NAME = 254, 40, 120  # characters


async def draw(known: Setup) -> None:
    actor = await viewer()
    asked, tables = await asked_contacts.asked(actor), await setup_regions.regions(actor)
    with step_page(STEP, known, _('Nothing of this is made up: what you leave empty is not shown to anybody.')):
        if not asked:
            with empty_state('phone', _('Nothing is asked yet'), _('It depends on the kind of desk.')):
                link(_('Choose the kind of desk'), address('preset'), 'button button-primary')
            return
        lines = {table.path.id: _region(table) for table in tables}

        async def show() -> None:
            for table in await setup_regions.regions(await viewer()):
                if table.path.id in lines:
                    lines[table.path.id].text = _shown(table)

        await live(['settings'], show)
        form = step_form(STEP, known, _save, _('How to reach you'))
        for ask, text in asked:
            _ask(form, ask, text)
        step_foot(form, STEP, known)


async def _save(values: Values) -> None:
    await asked_contacts.answer(await viewer(), values)


def _ask(form: Form, ask: Ask, text: str) -> None:
    if ask.kind == 'hours':
        number(form, ask.key, _(ask.label), _('hours'), int(text or 0)).control.props['defaultValue'] = text
    elif ask.kind == 'mail':
        form.line(ask.key, _(ask.label), value=text, type_='email', maxlength=ADDRESS)
    else:
        hint = _('With country and area, such as +57 (6) 3134484.')
        form.line(ask.key, _(ask.label), hint=hint, value=text, type_='tel', maxlength=PHONE)


def _region(table: Table) -> Tag:
    """Whom to turn to in one region, in a form of its own that unfolds; gives the line that says who sees it."""
    name = _(Words.of(table.path, 'name'))
    title = _('Escalation: %(name)s', name=name)
    with tag('section', '', 'card', aria_label=title), tag('details', '', 'setup-region'):
        with tag('summary', '', 'card-head'):
            with tag('div'):
                heading(title, 2, 'card-title')
                line = tag('p', _shown(table))
            icon('chevron-down')
        form = Form(partial(_save_region, table.path.id, name), classes='settings-form')
    for step in table.steps:
        with form.element, tag('fieldset', '', 'setup-level'):
            tag('legend', _(role_of(table.path, step)), 'label')
            row = tag('div', '', 'setting-pair')
        phone = '' if is_placeholder(step.phone) else step.phone
        for field in (
            form.line(f'name.{step.level}', _('Name'), value=step.name, maxlength=NAME),
            form.line(f'phone.{step.level}', _('Telephone'), value=phone, type_='tel', maxlength=PHONE),
            form.line(f'email.{step.level}', _('Mail'), value=step.email, type_='email', maxlength=ADDRESS),
        ):
            field.box.move(row)
    with form.element, tag('div', '', 'card-foot'), tag('div', '', 'form-foot'):
        send_button(_('Save'))
    return line


def _shown(table: Table) -> str:
    return _('Shown to its customers.') if table.is_published else _('Not shown yet: numbers are missing.')


async def _save_region(path_id: int, name: str, values: Values) -> None:
    await setup_regions.save(await viewer(), path_id, values)
    notify(_('%(name)s is saved', name=name))
