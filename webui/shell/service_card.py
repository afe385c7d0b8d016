"""The network at a glance, beside the doors: who cannot work sees there already whether it is known."""

from markupsafe import Markup

from models.audience import Reader
from models.uptime import RANK
from services.board.board import TOPICS, board
from services.board.board_lines import ComponentLine
from webui.board.board_look import COMPONENT
from webui.elements import link, tag
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.shell.portal_shell import pulse

SHOWN = 6  # the worst of them, where there are more
_ROW = Markup(
    '<li class="service-line" data-row="{id}"><b>{name}</b>'
    '<span class="service-state" data-tone="{tone}">{icon}<span>{word}</span></span></li>'
)


async def service_card() -> None:
    """What everybody may see of it, live; nothing where nothing is watched."""
    with tag('section', '', 'card', aria_label=_('Network status')) as card:
        with tag('div', '', 'card-head'):
            with tag('h2', '', 'card-title'):
                link(_('Network status'), '/status')
            pulse()
        lines = LiveRows[ComponentLine](
            tag('ul', '', 'service-lines'),
            key=lambda line: line.id,
            stamp=lambda line: (line.name, line.status),
            draw=_draw,
        )

    async def show() -> None:
        components = (await board(Reader.of(None))).components
        worst = sorted(components, key=lambda line: RANK[line.status], reverse=True)[:SHOWN]
        card.set_visibility(bool(worst))
        lines.show(line for line in components if line in worst)

    await live(TOPICS, show)


def _draw(line: ComponentLine) -> Markup:
    look = COMPONENT[line.status]
    return _ROW.format(id=line.id, name=_(line.name), tone=look.tone, icon=icon_markup(look.icon), word=_(look.word))
