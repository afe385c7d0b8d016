"""How a ticket ends when nobody says anything, in words for its customer. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.language import N_, Text


class End(StrEnum):
    """What silence leads to."""

    CLOSED = 'closed'
    RESOLVED = 'resolved'
    IF_UNREACHED = 'if_unreached'  # not before the last attempt to reach the customer failed, too
    CONFIRMED = 'confirmed'


@dataclass(frozen=True)
class Ending:
    """The instant, and what happens then."""

    at: datetime
    end: End

    def told(self, when: str) -> Text:
        """What the customer reads; `when` is the instant in his language and zone."""
        match self.end:
            case End.CLOSED:
                return N_('You can answer until %(when)s. Without an answer the ticket is closed.', when=when)
            case End.RESOLVED:
                return N_('You can answer until %(when)s. Without an answer we take the ticket as solved.', when=when)
            case End.IF_UNREACHED:
                return N_(
                    'You can answer until %(when)s. If you do not and cannot be reached, the ticket is closed.',
                    when=when,
                )
            case End.CONFIRMED:
                return N_('You can object until %(when)s. After that we take the solution as confirmed.', when=when)
