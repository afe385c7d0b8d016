"""Where an agent is: `/desk/{number}?view=…` names the open ticket and the view beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, urlencode, urlsplit

from models.ticket_number import parse_number
from services.language import N_, Text

DEFAULT = 'open'
VIEWS: Mapping[str, tuple[str, Text]] = {
    'mine': ('inbox', N_('Mine')),
    'unassigned': ('users', N_('Unassigned')),
    'due': ('timer', N_('Due soon')),
    'waiting': ('hourglass', N_('Waiting')),
    'open': ('list', N_('All open')),
}


@dataclass(frozen=True)
class Place:
    """A view of the queue (`mine`, `department-3`), and the number of the open ticket or ''."""

    view: str = DEFAULT
    number: str = ''

    @property
    def address(self) -> str:
        """The path that leads here."""
        return _address(self.view, self.number)


@lru_cache(maxsize=2000)
def _address(view: str, number: str) -> str:
    path = f'/desk/{number}' if number else '/desk'
    return f'{path}?{urlencode({"view": view})}'


def place_of(path: str) -> Place:
    """Read it from the path of a page of the desk. What `view` and `number` name may not exist."""
    parts = urlsplit(path)
    view = parse_qs(parts.query).get('view', [DEFAULT])[0]
    asked = parts.path.removeprefix('/desk').strip('/')
    return Place(view, parse_number(asked) or asked)
