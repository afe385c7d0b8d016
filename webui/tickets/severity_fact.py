"""The severity of a ticket among its facts: what it is called, why it is that, and where the table stands (S1-9)."""

from markupsafe import Markup

from models import Ticket
from models.priority import Priority
from services.settings import last
from services.sla.severities import Severities
from webui.appearance import IMPACT, PRIORITY, URGENCY
from webui.i18n import _

_LEVEL = Markup('<a class="level" data-tone="{tone}" href="/severities#{level}">{code} {name}</a>')
_WHY = Markup('{} <span class="muted">{}</span>')


def severity_name(level: str) -> str:
    """What the desk calls a priority, as this process has read it last."""
    return _(last(Severities).name(level))


def level_markup(level: Priority) -> Markup:
    """«S2 Alta», a link to what that means."""
    return _LEVEL.format(tone=PRIORITY[level].tone, level=level.value, code=f'S{level.rank}', name=severity_name(level))


def severity_markup(ticket: Ticket) -> Markup:
    """The same, and the two answers that it follows from, in the customer's words."""
    why = f'{_(IMPACT[ticket.impact][0])} × {_(URGENCY[ticket.urgency][0])}'
    return _WHY.format(level_markup(ticket.priority), why)
