"""The program by which a technician sees the customer's screen, and the code that connects both (S0-27)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.language import N_, Text
from services.limits import between
from services.plain_text import text_problem

SCHEMES = frozenset({'https', 'rustdesk', 'anydesk', 'ms-quick-assist', 'teamviewer10'})
PRESETS = {
    'Quick Assist': 'ms-quick-assist:',
    'RustDesk': 'rustdesk://',
    'AnyDesk': 'anydesk:',
    'TeamViewer': 'teamviewer10:',
    'Jitsi Meet': 'https://meet.jit.si/{ticket}-{session}',
}
LONGEST_NAME, LONGEST_LINK = 60, 500
FEWEST_DIGITS, MOST_DIGITS = 6, 9
_BLANK = re.compile(r'\{[^{}]*\}?|\}')


@dataclass(frozen=True)
class RemoteSupport:
    """Both sides get the program's link once they are connected; empty: there is none.

    `link` may hold `{ticket}`, the number, and `{session}`, a word that nobody can guess and both sides have. The code
    has `code_digits` and is good for `lifetime_minutes`.
    """

    name: str = 'Quick Assist'
    link: str = 'ms-quick-assist:'
    code_digits: int = FEWEST_DIGITS
    lifetime_minutes: int = 15

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {
            'name': text_problem(self.name, longest=LONGEST_NAME, one_line=True, required=N_('Write the name.')),
            'link': text_problem(self.link, longest=LONGEST_LINK, one_line=True) or _link_problem(self.link),
            'code_digits': between(self.code_digits, FEWEST_DIGITS, MOST_DIGITS),
            'lifetime_minutes': between(self.lifetime_minutes, 1, 120),
        }
        return {name: problem for name, problem in found.items() if problem}

    def address(self, ticket: str, session: str) -> str:
        """The link for one connection; empty when there is none, or it is none that a page may offer."""
        return '' if _link_problem(self.link) else self.link.replace('{ticket}', ticket).replace('{session}', session)


def _link_problem(link: str) -> Text | None:
    if not link:
        return None
    unknown = next((one for one in _BLANK.findall(link) if one not in ('{ticket}', '{session}')), None)
    if unknown:
        return N_('%(blank)s is not known: {ticket} and {session} are.', blank=unknown)
    if not link.isprintable() or ' ' in link:
        return N_('This is no address')
    try:
        parts = urlsplit(link)
    except ValueError:
        return N_('This is no address')
    if parts.scheme not in SCHEMES or not link.startswith(parts.scheme):
        return N_(
            'It must begin with https:// or open one of the programs: %(known)s', known=', '.join(sorted(SCHEMES))
        )
    is_place = parts.scheme != 'https' or (parts.hostname and '{' not in parts.netloc and parts.username is None)
    return None if is_place else N_('Write the host behind https://, such as meet.jit.si')
