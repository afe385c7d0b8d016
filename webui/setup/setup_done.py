"""The last step, and what `/setup` shows ever after: what was done, what lacks still, and where to go on."""

from nicegui import ui

from services.env import env
from services.language import Words
from services.setup import asked_contacts, setup, setup_regions
from services.setup.preset_file import find
from services.setup.setup import STEPS, Setup
from webui.actions import action
from webui.elements import button, heading, icon, link, tag
from webui.i18n import _
from webui.shell.settings_frame import SECTIONS
from webui.shell.settings_frame import address as section_address
from webui.shell.setup_frame import address, step_page, way_back
from webui.shell.title import title
from webui.viewer import viewer

STEP = 'done'
PORTAL, INVITE = '/', '/settings/people'


async def draw(known: Setup) -> None:
    with step_page(STEP, known, _('Your desk takes tickets from now on. What is missing can be done at any time.')):
        await _lacking(known)
        with tag('div', '', 'form-foot'):
            way_back(STEP, known)
            button(_('Invite agents'), lambda: _finish(INVITE), icon_name='user-plus')
            button(_('Open the portal'), lambda: _finish(PORTAL), icon_name='arrow-right', kind='primary')


async def summary(known: Setup) -> None:
    """The desk is set up."""
    title(_('The desk is set up'))
    with tag('div', '', 'page page-narrow stack'):
        heading(_('The desk is set up'))
        if known.preset:
            tag('p', _('It began as: %(name)s.', name=_(find(known.preset).title)), 'lead')
        await _lacking(known)
        with tag('nav', '', 'setup-sections', aria_label=_('Settings')):
            for name, (icon_name, word) in SECTIONS.items():
                link(_(word), section_address(name), 'button button-secondary', icon_name)


@action
async def _finish(target: str) -> None:
    await setup.finish(await viewer())
    ui.navigate.to(target)


async def _lacking(known: Setup) -> None:
    """What nobody has said yet."""
    left = [step for step in STEPS if step not in known.steps and step != STEP]
    missing = [(step, _(STEPS[step])) for step in left if await setup.is_offered(known, step)]
    asked = [_(ask.label) for ask, text in await asked_contacts.asked(await viewer()) if not text]
    tables = await setup_regions.regions(await viewer())
    asked += [_(Words.of(table.path, 'name')) for table in tables if not table.is_published]
    with tag('section', '', 'card', aria_label=_('Still missing')):
        with tag('div', '', 'card-head'):
            heading(_('Still missing'), 2, 'card-title')
        with tag('ul', '', 'card-body setup-lacks'):
            for step, word in missing:
                _lack(word, address(step))
            for word in asked:
                _lack(word, address('contacts'))
            if not env().smtp_url:
                _lack(_('A mail server: MESA_SMTP_URL'), '')
            if not missing and not asked and env().smtp_url:
                with tag('li'):
                    icon('circle-check')
                    tag('span', _('Nothing: everything is there.'))


def _lack(word: str, href: str) -> None:
    with tag('li'):
        icon('circle')
        if href:
            link(word, href)
        else:
            tag('span', word)
