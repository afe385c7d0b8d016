"""The departments, each with its hours: the way to any of them (S3-2)."""

from collections.abc import Iterable

from markupsafe import Markup

from services.departments.departments import Open
from webui.elements import heading, tag
from webui.i18n import _
from webui.live_rows import LiveRows
from webui.opening import opening_words

_ROW = Markup(
    '<a class="mini-row" href="/tickets/new?department={id}" data-row="{id}"><span class="row-meta">'
    '<span class="row-subject line" dir="auto">{name}</span>'
    '<span class="chip" data-tone="{tone}">{words}</span></span></a>'
)
Row = tuple[int, str, str, str]


class DepartmentsCard:
    """Draws the card; `show` fills it."""

    def __init__(self) -> None:
        with tag('section', '', 'card departments', aria_label=_('Departments')):
            with tag('div', '', 'card-head'):
                heading(_('Departments'), 2, 'card-title')
            self._rows = LiveRows[Row](
                tag('div', '', 'mini-rows'), key=lambda row: row[0], stamp=lambda row: row, draw=_draw
            )

    def show(self, departments: Iterable[Open]) -> None:
        self._rows.show([(one.id, _(one.name), *opening_words(one.opening)) for one in departments])


def _draw(row: Row) -> Markup:
    identifier, name, words, tone = row
    return _ROW.format(id=identifier, name=name, words=words, tone=tone)
