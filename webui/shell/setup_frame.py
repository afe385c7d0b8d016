"""The frame of a new desk's setup: the steps beside, one form for each, saved at once; every step can be left."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from services.setup import setup
from services.setup.setup import STEPS, Setup
from webui.elements import heading, icon, link, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.shell.title import title
from webui.viewer import viewer

NAMES = list(STEPS)


def address(step: str) -> str:
    return f'/setup/{step}'


def after(step: str, known: Setup) -> str:
    """The address of the step that follows; once the desk is set up there is none."""
    return '/setup' if known.is_done else address(NAMES[min(NAMES.index(step) + 1, len(NAMES) - 1)])


@contextmanager
def step_page(step: str, known: Setup, lead: str) -> Iterator[None]:
    """The page of one step: the others beside, heading, what it is about; what the `with` draws is its cards."""
    name = _(STEPS[step])
    title(' · '.join((name, _('Setting up the desk'))))
    with tag('div', '', 'page settings setup'):
        with tag('nav', '', 'settings-side', aria_label=_('Steps')), tag('ol', '', 'setup-steps'):
            for one in NAMES if not known.is_done else ():
                _step(one, is_here=one == step, is_done=one in known.steps)
        with tag('div', '', 'stack'):
            with tag('div', '', 'settings-head'):
                if not known.is_done:
                    tag('p', _('Step %(n)d of %(all)d', n=NAMES.index(step) + 1, all=len(NAMES)), 'setup-count')
                heading(name)
                tag('p', lead, 'lead')
            yield


def _step(step: str, *, is_here: bool, is_done: bool) -> None:
    with tag('li'), link('', address(step), data_done='' if is_done else None) as item:
        icon('circle-check' if is_done else 'circle-dot' if is_here else 'circle')
        tag('span', _(STEPS[step]))
        if is_done:
            tag('span', _('done'), 'sr-only')
    if is_here:
        item.props['aria-current'] = 'step'


def step_form(step: str, known: Setup, save: Callable[[Values], Awaitable[None]], name: str, about: str = '') -> Form:
    """The card of a step; sent, it is saved and leads on. Draw its fields, then `step_foot`."""

    async def submit(values: Values) -> None:
        await save(values)
        await setup.mark(await viewer(), step)
        ui.navigate.to(after(step, known))

    with tag('section', '', 'card', aria_label=name):
        with tag('div', '', 'card-head'), tag('div'):
            heading(name, 2, 'card-title')
            if about:
                tag('p', about)
        return Form(submit, classes='settings-form')


def step_foot(form: Form, step: str, known: Setup, send: str = '') -> None:
    """What saves a step and leads on, the way back, and the way past it."""
    with form.element, tag('div', '', 'card-foot'):
        way_back(step, known)
        with tag('div', '', 'form-foot'):
            link(_('Not now'), after(step, known), 'button button-quiet')
            send_button(send or (_('Save') if known.is_done else _('Save and go on')))


def way_back(step: str, known: Setup) -> None:
    """To the step before, if there is one."""
    if NAMES.index(step) and not known.is_done:
        link(_('Back'), address(NAMES[NAMES.index(step) - 1]), 'button button-quiet way-back', 'arrow-left')
