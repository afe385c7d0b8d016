"""The parts of the board as markup, the same on the page and on the wall."""

from collections.abc import Callable, Iterable, Sequence
from math import floor

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from models.component import ComponentStatus
from models.incident import Phase
from models.uptime import RANK, Day, uptime
from services.board.board_lines import Board, ComponentLine, IncidentLine
from webui.board.board_look import COMPONENT
from webui.formats import NBSP
from webui.i18n import _, locale, ngettext

BARS = {status: Markup('<i data-s="{}"></i>').format(look.tone) for status, look in COMPONENT.items()}
TITLED_BAR = Markup('<i data-s="{}" title="{}"></i>')
WORST_FIRST = tuple(sorted(RANK, key=RANK.__getitem__, reverse=True))


def headline(board: Board) -> str:
    """«1 servicio interrumpido, 1 degradado», or that all is well."""
    if not board.components:
        return _('No services are watched yet')
    troubled = [status for status in WORST_FIRST if status != ComponentStatus.OPERATIONAL and board.counts.get(status)]
    if not troubled:
        return _('All services are operational')
    first, *others = ((status, board.counts[status]) for status in troubled)
    return ', '.join([_first_words(*first), *(_other_words(*other) for other in others)])


def _first_words(status: ComponentStatus, n: int) -> str:
    words: dict[ComponentStatus, Callable[[], str]] = {
        ComponentStatus.MAJOR: lambda: ngettext('%(n)d service down', '%(n)d services down', n),
        ComponentStatus.PARTIAL: lambda: ngettext('%(n)d service partly down', '%(n)d services partly down', n),
        ComponentStatus.DEGRADED: lambda: ngettext('%(n)d service degraded', '%(n)d services degraded', n),
        ComponentStatus.MAINTENANCE: lambda: ngettext(
            '%(n)d service in maintenance', '%(n)d services in maintenance', n
        ),
        ComponentStatus.UNKNOWN: lambda: ngettext('%(n)d service without data', '%(n)d services without data', n),
    }
    return words[status]()


def _other_words(status: ComponentStatus, n: int) -> str:
    words: dict[ComponentStatus, Callable[[], str]] = {
        ComponentStatus.PARTIAL: lambda: ngettext('%(n)d partly down', '%(n)d partly down', n),
        ComponentStatus.DEGRADED: lambda: ngettext('%(n)d degraded', '%(n)d degraded', n),
        ComponentStatus.MAINTENANCE: lambda: ngettext('%(n)d in maintenance', '%(n)d in maintenance', n),
        ComponentStatus.UNKNOWN: lambda: ngettext('%(n)d without data', '%(n)d without data', n),
    }
    return words[status]()


def going_on(board: Board) -> list[IncidentLine]:
    """Incidents, and maintenance that has begun."""
    return [one for one in (*board.incidents, *board.maintenance) if one.phase != Phase.SCHEDULED]


def planned(board: Board) -> list[IncidentLine]:
    return [one for one in board.maintenance if one.phase == Phase.SCHEDULED]


def percent(share: float | None) -> str:
    """99,98 %, rounded down: 100 % means always. A dash where nothing is known."""
    if share is None:
        return '–'
    shown = '100' if share >= 1 else format_decimal(floor(share * 10_000) / 100, '0.00', locale=locale().language)
    return f'{shown}{NBSP}%'


def bars(days: Iterable[Day]) -> Markup:
    """A bar per day, for the eye alone."""
    return Markup('').join(BARS[day.status] for day in days)


def titled_bars(days: Iterable[Day]) -> Markup:
    """The same; those that were not all well say of which day they are, and what the worst of it was."""
    return Markup('').join(
        BARS[day.status]
        if day.status == ComponentStatus.OPERATIONAL
        else TITLED_BAR.format(COMPONENT[day.status].tone, _day_words(day))
        for day in days
    )


def _day_words(day: Day) -> str:
    on = format_date(day.on, 'd MMM', locale=locale().language).replace('.', '')
    return f'{on}: {_(COMPONENT[day.status].word)}'


def share_up(components: Iterable[ComponentLine], number: int) -> float | None:
    """The uptime of several components over their last days."""
    return uptime(day for line in components for day in line.days[-number:])


def troubled_places(line: ComponentLine) -> Sequence[str]:
    """Where it is not operational, if it is not the same everywhere."""
    off = [region for region in line.regions if region.status != ComponentStatus.OPERATIONAL]
    return [_(region.name) for region in off] if len(off) < len(line.regions) else []
