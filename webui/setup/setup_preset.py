"""The first step: which kind of desk it is. What each one brings is told before it is chosen."""

from services.language import N_
from services.refusals import Invalid
from services.setup import presets
from services.setup.preset_contents import contents
from services.setup.preset_file import Preset, listed
from services.setup.setup import Setup
from webui.elements import icon, tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.i18n import _
from webui.shell.setup_frame import step_foot, step_form, step_page
from webui.viewer import viewer

STEP = 'preset'


async def draw(known: Setup) -> None:
    with step_page(
        STEP, known, _('Choose the one that comes closest. You can change everything later, in the settings.')
    ):
        form = step_form(STEP, known, _save, _('Kind of desk'), _about(known))
        _choice(form, known.preset)
        step_foot(form, STEP, known, _('Use this and go on'))


def _about(known: Setup) -> str:
    if known.preset:
        return _('Another kind takes the place of this one, as long as there are no tickets.')
    return _('Hours, departments, types of tickets, texts and rules come with it, in three languages.')


async def _save(values: Values) -> None:
    name = values.get('preset', '')
    if not name:
        raise Invalid({'preset': N_('Choose one of the options')})
    await presets.apply(await viewer(), name)


def _choice(form: Form, chosen: str) -> None:
    with form.element:
        group = tag('div', '', 'setup-choices', role='radiogroup')
        with group:
            for preset in listed():
                with tag('div', '', 'setup-choice'):
                    _card(preset, is_chosen=preset.name == chosen)
                    _details(preset)
        form.add('preset', Field(_('Kind of desk'), '', group, group=True)).label.classes('sr-only')


def _card(preset: Preset, *, is_chosen: bool) -> None:
    with tag('label', '', 'choice-card'):
        radio = tag('input', '', 'laid-over', type='radio', name='preset', value=preset.name)
        radio.props['defaultChecked'] = is_chosen
        tag('span', _(preset.title), 'choice-title')
        tag('span', _(preset.summary), 'choice-text')


def _details(preset: Preset) -> None:
    with tag('details', '', 'setup-contents'):
        with tag('summary', ''):
            icon('chevron-down')
            tag('span', _('What it brings'))
            tag('span', ': ' + _(preset.title), 'sr-only')
        with tag('dl', '', 'setup-parts'):
            for part in contents(preset):
                _part(_(part.name), [_(line) for line in part.lines], is_prose=part.is_prose)
            if preset.asks:
                _part(_('Asked from you'), [_(ask.label) for ask in preset.asks])


def _part(name: str, lines: list[str], *, is_prose: bool = False) -> None:
    tag('dt', name)
    with tag('dd'):
        for line in lines if is_prose else [' · '.join(lines)]:
            tag('p', line)
