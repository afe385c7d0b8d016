"""The dialog in which an agent says how a component is: one button for each state."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from models.component import ComponentStatus, StatusSource
from services.language import N_, Text
from webui.board.board_look import COMPONENT
from webui.board.status_rows import Row, said_words
from webui.elements import Tag, icon, link, tag
from webui.form.sheet import sheet
from webui.i18n import _

MEANING: Mapping[ComponentStatus, Text] = {
    ComponentStatus.OPERATIONAL: N_('It works as it should'),
    ComponentStatus.DEGRADED: N_('It works, but slowly or with errors'),
    ComponentStatus.PARTIAL: N_('A part of it, or of its people, is without service'),
    ComponentStatus.MAJOR: N_('Nobody can use it'),
    ComponentStatus.MAINTENANCE: N_('We are working on it, as planned'),
    ComponentStatus.UNKNOWN: N_('Nobody can say how it is'),
}


def state_sheet(row: Row, choose: Callable[[ComponentStatus], Awaitable[object]]) -> Tag:
    """Draw it, closed. It closes with the choice, which holds beside what incidents, maintenance and probes say."""
    with sheet(row.full_name) as dialog:
        with tag('div', '', 'state-choices', role='group', aria_label=_('State')):
            for status, meaning in MEANING.items():
                _choice(status, _(meaning), partial(choose, status), is_now=status == row.status)
        others = [one for one in row.said if one.kind != StatusSource.MANUAL]
        if others:
            with tag('p', '', 'banner small', data_tone='info'):
                icon('info')
                tag('span', _('The worst holds, and this is said too: %(what)s.', what=said_words(others, None)))
        with tag('p', '', 'state-why muted small'):
            tag('span', _('The board shows it at once. So that customers read why:'))
            link(_('Report an incident'), '/desk/incidents/new')
    return dialog


def _choice(status: ComponentStatus, meaning: str, choose: Callable[[], Awaitable[object]], *, is_now: bool) -> None:
    look = COMPONENT[status]
    pressed = 'true' if is_now else 'false'
    with tag('button', '', 'state-choice', type='button', data_tone=look.tone, aria_pressed=pressed) as element:
        icon(look.icon)
        tag('b', _(look.word))
        tag('span', meaning, 'muted small')
    element.props['data-closes'] = ''
    element.props['autofocus'] = is_now
    element.on('click', choose, args=[])
