"""What an admin says of an escalation table: whose it is, and whom to turn to at each level (S1-11, S1-14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.env import env
from services.escalation.first_call import LONGEST_WAIT
from services.language import LANGUAGES, N_, Text
from services.limits import between
from services.mail.addresses import is_address
from services.people.countries import is_country, names
from services.phone_number import phone_problem
from services.plain_text import is_id, text_problem

LONGEST = 120
MOST_LEVELS = 12
CHOOSE = N_('Choose one of the options')


@dataclass(frozen=True)
class LevelForm:
    """One level: `role` by language, the desk's own among them, who it is and how to reach him."""

    role: Mapping[str, str] = field(default_factory=dict)
    name: str = ''
    phone: str = ''
    email: str = ''
    wait_minutes: int = 60

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = _named('role', self.role, N_('Write what this level is called'))
        found |= {
            'name': text_problem(self.name, longest=LONGEST, one_line=True),
            'phone': phone_problem(self.phone) if self.phone or self.email else N_('Write a number or a mail address'),
            'email': mail_problem(self.email),
            'wait_minutes': between(self.wait_minutes, 0, LONGEST_WAIT),
        }
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class TableForm:
    """`name` by language, the desk's own among them; `countries` are codes; `organization` is an id, or '' for none.

    `first_phone` and `first_email` take the place of the number that is called before all others.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    organization: str = ''
    first_phone: str = ''
    first_email: str = ''
    levels: Sequence[LevelForm] = ()

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field: those of the levels are `levels.0.phone` and so on."""
        found = _named('name', self.name, N_('Write a name'))
        found |= {
            'countries': None if all(map(is_country, self.countries)) else CHOOSE,
            'organization': None if self.organization == '' or is_id(self.organization) else CHOOSE,
            'first_phone': phone_problem(self.first_phone),
            'first_email': mail_problem(self.first_email),
            '': N_('At most %(most)d levels fit.', most=MOST_LEVELS) if len(self.levels) > MOST_LEVELS else None,
        }
        for number, level in enumerate(self.levels):
            found |= {f'levels.{number}.{name}': problem for name, problem in level.problems().items()}
        return {name: problem for name, problem in found.items() if problem}


def mail_problem(address: str) -> Text | None:
    """What is wrong with a mail address; none is right too."""
    if not address or is_address(address):
        return None
    return N_('“%(address)s” is not a mail address.', address=address[:80])


def countries_in(text: str) -> tuple[list[str], list[str]]:
    """The codes of the countries that a text names, by their names in any language of ours or by codes, with commas
    between them; and what names none.
    """
    known = {name.casefold(): code for language in LANGUAGES for code, name in names(language).items()}
    known |= {code.casefold(): code for code in names('en')}
    said = [part.strip() for part in text.replace(';', ',').replace('\n', ',').split(',')]
    found = [(known.get(part.casefold()), part) for part in said if part]
    codes = dict.fromkeys(code for code, _part in found if code)
    return list(codes), [part for code, part in found if not code]


def _named(field: str, texts: Mapping[str, str], required: Text) -> dict[str, Text | None]:
    """What is wrong with a name by language; the desk's own language needs one."""
    own = env().language
    found = {f'{field}.{code}': text_problem(text, longest=LONGEST, one_line=True) for code, text in texts.items()}
    found[f'{field}.{own}'] = text_problem(texts.get(own, ''), longest=LONGEST, one_line=True, required=required)
    return found
