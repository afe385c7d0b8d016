"""Where an agent is: `/desk/{number}?view=…&priority=…` names the open ticket, the view beside it and its filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from models.ticket_number import parse_number
from services.desk.queue_filters import EVERYTHING, Filters
from services.language import N_, Text

DEFAULT = 'open'
VIEWS: Mapping[str, tuple[str, Text]] = {
    'mine': ('inbox', N_('Mine')),
    'unassigned': ('users', N_('Unassigned')),
    'due': ('timer', N_('Due soon')),
    'asked': ('hourglass', N_('Waiting for customers')),
    'held': ('circle-pause', N_('Waiting for others')),
    'open': ('list', N_('All open')),
    'done': ('circle-check', N_('Done lately')),
}


@dataclass(frozen=True)
class Place:
    """A view of the queue (`mine`, `department-3`), the number of the open ticket or '', and what narrows the view."""

    view: str = DEFAULT
    number: str = ''
    filters: Filters = EVERYTHING

    @property
    def address(self) -> str:
        """The path that leads here."""
        path = f'/desk/{self.number}' if self.number else '/desk'
        return f'{path}?{urlencode({"view": self.view} | self.filters.chosen())}'


def place_of(path: str) -> Place:
    """Read it from the path of a page of the desk. What `view` and `number` name may not exist."""
    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query))
    asked = parts.path.removeprefix('/desk').strip('/')
    return Place(query.get('view', DEFAULT), parse_number(asked) or asked, Filters.of(query))
