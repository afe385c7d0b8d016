"""The network at a glance, beside the doors: who cannot work sees there already whether it is known."""

from collections.abc import Iterator

from markupsafe import Markup

from models.audience import Reader
from models.uptime import RANK
from services.board.board import TOPICS, board
from services.board.board_lines import Board
from services.language import Words
from webui.appearance import Look
from webui.board.board_look import COMPONENT, PHASE
from webui.elements import link, tag
from webui.failures import report
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.shell.portal_shell import pulse

SHOWN = 6  # the worst of the components, where there are more
Line = tuple[str, Words, Look]
_ROW = Markup(
    '<li class="service-line" data-row="{key}"><b>{name}</b>'
    '<span class="service-state" data-tone="{tone}">{icon}<span>{word}</span></span></li>'
)


async def service_card() -> None:
    """What everybody may see of it, live; nothing where nothing is watched. No failure of it keeps anybody out."""
    with tag('section', '', 'card', aria_label=_('Network status')) as card:
        with tag('div', '', 'card-head'):
            with tag('h2', '', 'card-title'):
                link(_('Network status'), '/status')
            pulse()
        rows = LiveRows[Line](
            tag('ul', '', 'service-lines'), key=lambda line: line[0], stamp=lambda line: line, draw=_draw
        )
    card.set_visibility(False)

    async def show() -> None:
        lines = list(_lines(await board(Reader.of(None))))
        rows.show(lines)
        card.set_visibility(bool(lines))

    try:
        await live(TOPICS, show)
    except Exception as problem:  # noqa: BLE001 - whoever could mend it has to come in
        report(problem)


def _lines(found: Board) -> Iterator[Line]:
    """Incidents that no component here tells of, then the components."""
    for incident in found.incidents:
        if not incident.impacts:
            yield f'incident-{incident.id}', incident.title, PHASE[incident.phase]
    worst = sorted(found.components, key=lambda line: RANK[line.status], reverse=True)[:SHOWN]
    for line in found.components:
        if line in worst:
            yield f'component-{line.id}', line.name, COMPONENT[line.status]


def _draw(line: Line) -> Markup:
    key, name, look = line
    return _ROW.format(key=key, name=_(name), tone=look.tone, icon=icon_markup(look.icon), word=_(look.word))
