"""When silence ends a ticket, and how, as an admin decides it (S0-28, S4-9; spec 1.6-d, 1.6-h)."""

from dataclasses import dataclass
from typing import Literal

from services.language import N_, Text
from services.limits import between


@dataclass(frozen=True)
class Silence:
    """A question that nobody answers ends its ticket after `auto_close_days` business days, after `max_attempts` failed
    attempts to reach its customer, or (`auto_close_mode` all) not before both. It is `closed` then, without contact, or
    `resolved`. After `confirm_days` business days a solution that nobody spoke of is taken as confirmed.
    """

    auto_close_days: int = 2
    auto_close_mode: Literal['any', 'all'] = 'any'
    max_attempts: int = 9
    result: Literal['closed', 'resolved'] = 'closed'
    confirm_days: int = 3

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {
            'auto_close_days': between(self.auto_close_days, 1, 60),
            'auto_close_mode': None if self.auto_close_mode in ('any', 'all') else N_('Choose one of the options'),
            'max_attempts': between(self.max_attempts, 1, 99),
            'result': None if self.result in ('closed', 'resolved') else N_('Choose one of the options'),
            'confirm_days': between(self.confirm_days, 1, 60),
        }
        return {name: problem for name, problem in found.items() if problem}
