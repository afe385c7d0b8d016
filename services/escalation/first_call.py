"""Step 0 of every escalation table: the regional number, which is called before anybody else (S1-11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.language import LANGUAGES, N_, Text, Words
from services.limits import between
from services.mail.addresses import is_address
from services.phone_number import phone_problem
from services.plain_text import text_problem
from services.setup.placeholders import is_placeholder

LONGEST_NAME = 120
LONGEST_WAIT = 10_080  # minutes: a week
NAME = N_('Service desk')


@dataclass(frozen=True)
class FirstCall:
    """What it is called, by language, and how to reach it; without number and mail it is reached as the desk is.

    The next level opens `wait_minutes` after it was called, once it is known that it did not help.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    phone: str = ''
    mail: str = ''
    wait_minutes: int = 0

    @property
    def words(self) -> Words | Text:
        """Its name; ours where it has none."""
        first = next((self.name[code] for code in LANGUAGES if self.name.get(code)), '')
        return Words(first, self.name) if first else NAME

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {
            f'name.{code}': text_problem(text, longest=LONGEST_NAME, one_line=True) for code, text in self.name.items()
        }
        found |= {
            'phone': N_('This number cannot be called') if is_placeholder(self.phone) else phone_problem(self.phone),
            'mail': None if not self.mail or is_address(self.mail) else N_('Write a mail address'),
            'wait_minutes': between(self.wait_minutes, 0, LONGEST_WAIT),
        }
        return {name: problem for name, problem in found.items() if problem}
