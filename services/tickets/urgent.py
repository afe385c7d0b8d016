"""A subject that says "urgent": what makes a ticket critical is asked, and the word alone moves nothing (S4-19)."""

from collections.abc import Mapping
from types import MappingProxyType

from models.priority import Urgency
from services.catalog.questions import plain
from services.language import N_, Text

WORD = 'urgent'  # and «urgente»
REASONS: Mapping[str, Text] = MappingProxyType(
    {'cannot_invoice': N_('Yes, we cannot invoice'), 'stopped': N_('Yes, the system is stopped')}
)
AT_ONCE = 'yes'


def says_urgent(subject: object) -> bool:
    """In any letter case, with accents or without."""
    return isinstance(subject, str) and WORD in plain(subject)


def urgency_of(subject: str, urgency: Urgency, critical: object, immediate: object) -> Urgency:
    """The urgency of a ticket: what was chosen, unless it is urgent, critical for one of the reasons and immediate."""
    is_critical = says_urgent(subject) and critical in list(REASONS) and immediate == AT_ONCE
    return Urgency.STOPPED if is_critical else urgency
