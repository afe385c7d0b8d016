"""The components as the desk sees them: their state in every place, who says it, and the button that changes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from models.component import ComponentStatus, StatusSource
from services.board.board_lines import Board, ComponentLine
from services.board.status import Place
from services.board.status_sources import Source
from services.language import N_, Text, Words
from webui.board.board_look import COMPONENT
from webui.formats import moment
from webui.i18n import _
from webui.markup import drawn_once, icon_markup

SOURCE: Mapping[StatusSource, Text] = {
    StatusSource.MANUAL: N_('by hand'),
    StatusSource.PROBE: N_('measured by “%(name)s”'),
    StatusSource.INCIDENT: N_('incident “%(name)s”'),
    StatusSource.MAINTENANCE: N_('maintenance “%(name)s”'),
}
CHOSEN = """(event) => {
    const button = event.target.closest('[data-place]');
    if (button) emit(button.dataset.place);
}"""

_GROUP = Markup('<h2 class="status-group" data-row="{key}">{name}</h2>')
_ROW = Markup(
    '<div class="status-row" data-row="{key}" data-level="{level}">'
    '<div class="status-words"><b class="status-name">{name}</b><span class="muted small">{said}</span></div>'
    '<button type="button" class="button button-secondary status-button" data-place="{key}" data-tone="{tone}"'
    ' aria-label="{label}">{icon}<span>{word}</span>{chevron}</button></div>'
)


@dataclass(frozen=True)
class Row:
    """A group (`place` None), a component, or a region of the component `owner`."""

    name: Words
    place: Place | None = None
    owner: Words | None = None
    status: ComponentStatus = ComponentStatus.OPERATIONAL
    since: datetime | None = None
    said: tuple[Source, ...] = ()

    @property
    def key(self) -> str:
        if self.place is None:
            return f'group-{self.name.text}'
        component, region = self.place
        return f'{component}-{region or 0}'

    @property
    def full_name(self) -> str:
        """Of a region with its component."""
        return f'{_(self.owner)} · {_(self.name)}' if self.owner else _(self.name)


def rows_of(board: Board, said: Mapping[Place, Sequence[Source]]) -> Iterator[Row]:
    """All components in the order of the board, each with its regions below it."""
    for group in board.groups:
        if group.components and group.name.text:
            yield Row(group.name)
        yield from _components(group.components, said)
        for below in group.groups:
            yield Row(below.name)
            yield from _components(below.components, said)


def _components(lines: Iterable[ComponentLine], said: Mapping[Place, Sequence[Source]]) -> Iterator[Row]:
    for line in lines:
        everywhere = tuple(said.get((line.id, None), ()))
        yield Row(line.name, (line.id, None), None, line.status, line.since, everywhere)
        for region in line.regions:
            own = tuple(said.get((line.id, region.id), ()))
            yield Row(region.name, (line.id, region.id), line.name, region.status, region.since, own)


@drawn_once
def row_markup(row: Row) -> Markup:
    if row.place is None:
        return _GROUP.format(key=row.key, name=_(row.name))
    look = COMPONENT[row.status]
    return _ROW.format(
        key=row.key,
        level=2 if row.owner else 1,
        name=_(row.name),
        said=said_words(row.said, None if row.status == ComponentStatus.OPERATIONAL else row.since),
        tone=look.tone,
        label=_('%(service)s: %(state)s. Change the state', service=row.full_name, state=_(look.word)),
        icon=icon_markup(look.icon),
        word=_(look.word),
        chevron=icon_markup('chevron-down'),
    )


def said_words(said: Iterable[Source], since: datetime | None) -> str:
    """Since when, and who says so."""
    words = [_('since %(when)s', when=moment(since))] if since else []
    words += [_(SOURCE[one.kind], name=_(one.name)) for one in said]
    return ' · '.join(words)
