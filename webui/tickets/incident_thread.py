"""What is told of incidents, between the lines of the tickets that they are about: the update itself, not a copy."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from models.entry import EntryKind
from models.incident import Phase
from services.board.board_lines import IncidentLine, UpdateLine
from services.language import Words
from services.tickets.ticket_view import Line
from webui.actions import action
from webui.board.board_look import PHASE
from webui.board.incident_markup import facts
from webui.elements import icon, icon_button, link, tag
from webui.formats import exact, moment
from webui.i18n import _
from webui.markup import drawn_once, fill, icon_markup, linkify, rich
from webui.tickets.status_chip import chip_markup

_UPDATE = Markup(
    '<article class="entry" data-row="update-{id}" data-kind="update"><span class="avatar" aria-hidden="true">{icon}'
    '</span><div class="entry-main"><p class="entry-head"><b dir="auto">{title}</b><span>{phase}</span>'
    '<time datetime="{iso}" title="{exact}">{when}</time></p><div class="entry-body">{body}</div></div></article>'
)


@dataclass(frozen=True)
class Told:
    """An update of an incident, in the thread of a ticket."""

    title: Words
    update: UpdateLine

    @property
    def key(self) -> str:
        return f'update-{self.update.id}'


def with_updates(lines: Sequence[Line], incidents: Iterable[IncidentLine], *, has_earlier: bool) -> list[Line | Told]:
    """The lines and what was told meanwhile, by time. The end of an incident is told by the solution that it left."""
    solved = {line.entry.data.get('incident') for line in lines if line.entry.kind == EntryKind.SOLUTION}
    first = lines[0].entry.created_at if lines and has_earlier else None
    told = [
        Told(one.title, update)
        for one in incidents
        for update in one.updates
        if not (update.phase == Phase.RESOLVED and one.id in solved) and (first is None or first <= update.at)
    ]
    return sorted([*lines, *told], key=lambda one: one.update.at if isinstance(one, Told) else one.entry.created_at)


@drawn_once
def told_markup(told: Told) -> Markup:
    update = told.update
    return _UPDATE.format(
        id=update.id,
        icon=icon_markup('megaphone'),
        title=_(told.title),
        phase=_(PHASE[update.phase].word),
        iso=update.at.isoformat(),
        exact=exact(update.at),
        when=moment(update.at),
        body=linkify(_(update.body)),
    )


class IncidentBanner:
    """Which incident a ticket is about, where it stands, and where all of it is told: below `root`.

    `unlink` is called with the id of one that it is not about.
    """

    def __init__(self, root: str, unlink: Callable[[int], Awaitable[None]] | None = None) -> None:
        self._root, self._unlink, self._last = root, unlink, 0
        with tag('div', '', 'banner', data_tone='info', role='status') as self._box:
            icon('activity')
            with tag('span'):
                self._link = link('', '')
                self._facts = tag('span', '', 'small')
            self._chip = rich('span')
            if unlink:
                icon_button(_('Not about this incident'), 'x', self._unlinks)
        self._box.set_visibility(False)

    def show(self, incidents: Sequence[IncidentLine]) -> None:
        """The last of them; they are few."""
        self._box.set_visibility(bool(incidents))
        if incidents:
            last = incidents[-1]
            self._link.text, self._facts.text = _(last.title), f' · {facts(last)}'
            self._link.props['href'] = f'{self._root}/{last.id}'
            fill(self._chip, chip_markup(PHASE[last.phase]))
            self._last = last.id

    @action
    async def _unlinks(self) -> None:
        if self._unlink:
            await self._unlink(self._last)
