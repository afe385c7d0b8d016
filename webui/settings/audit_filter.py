"""The filters of the audit log, as they stand in the address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from services.audit_trail import Wanted
from services.plain_text import is_id, text_problem
from webui.i18n import locale

PATH = '/settings/audit'
FILE = '/settings/audit.csv'
NAMES = ('person', 'action', 'first', 'last')
YEARS = range(1900, 9000)  # whose midnights are instants in every zone


def wanted_by(query: Mapping[str, str]) -> Wanted:
    """What the address asks for; what cannot be read asks for nothing."""
    person, action = (_words(query.get(name, '')) for name in ('person', 'action'))
    return Wanted(person, action, _day(query.get('first', '')), _day(query.get('last', '')))


def place(path: str) -> tuple[Wanted, int | None]:
    """What the page at `path` shows, in the viewer's zone, and before which line it begins."""
    query = dict(parse_qsl(urlsplit(path).query, max_num_fields=20))
    before = query.get('before', '')
    return replace(wanted_by(query), zone=locale().zone), int(before) if is_id(before) else None


def address(wanted: Wanted, before: int | None = None, path: str = PATH) -> str:
    """Where those lines are shown."""
    values = {name: str(getattr(wanted, name) or '') for name in NAMES} | {'before': str(before or '')}
    query = urlencode({name: value for name, value in values.items() if value})
    return f'{path}?{query}' if query else path


def _words(text: str) -> str:
    """Nothing for what no database takes."""
    return '' if text_problem(text) else text.strip()[:120]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
