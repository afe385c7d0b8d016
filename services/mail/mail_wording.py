"""What a mail about a ticket says between its first line and its address: ours, or the desk's own words (S2-3). Pure.

A wording is a subject and a body with blanks such as `{number}`. What keeps a mail in its thread (S3-18) is no part of
it: its ids, the number in the subject, how to answer, and the address in the last line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from services.language import N_, Text, translator
from services.mail.mail_leads import LEAD
from services.plain_text import text_problem

LONGEST_SUBJECT, LONGEST_BODY = 250, 10_000

# What can stand in braces, and what it becomes
BLANKS: Mapping[str, Text] = MappingProxyType(
    {
        'greeting': N_('the greeting: “Hello Ana,”'),
        'name': N_('who gets the mail'),
        'number': N_('the number of the ticket'),
        'subject': N_('its subject'),
        'writer': N_('who wrote or did it'),
        'words': N_('what was written'),
        'follows': N_('the number of the other ticket, if it is about two'),
        'desk': N_('the name of the desk'),
        'next_step': N_('what happens now or is asked of the reader, with its dates'),
    }
)
IN_SUBJECT = ('subject', 'writer', 'follows', 'desk')
_BLANK = re.compile(r'\{([^{}\n]*)\}')


@dataclass(frozen=True)
class Wording:
    """Of one mail in one language. The number of the ticket always stands before `subject`."""

    subject: str
    body: str


def carries_words(template: str) -> bool:
    """Whether somebody's words go with this mail; the others are told by the desk itself."""
    return LEAD[template].msgid.endswith(':')


def ours(template: str, language: str) -> Wording:
    """As we say it."""
    lead = re.sub(r'%\((\w+)\)s', r'{\1}', translator(language).gettext(LEAD[template].msgid)).replace('%%', '%')
    parts = ['{greeting}', lead, *(['{words}'] if carries_words(template) else []), '{next_step}']
    return Wording('{subject}', '\n\n'.join(parts))


def wording_problems(wording: Wording) -> dict[str, Text]:
    """What cannot be saved: of `subject` and of `body`."""
    found = {
        'subject': text_problem(
            wording.subject, longest=LONGEST_SUBJECT, one_line=True, required=N_('Write the subject')
        )
        or _unknown(wording.subject, IN_SUBJECT),
        'body': text_problem(wording.body, longest=LONGEST_BODY, required=N_('Write the text of the mail'))
        or _unknown(wording.body, tuple(BLANKS)),
    }
    return {name: problem for name, problem in found.items() if problem}


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its blanks filled in, once: what stands in a value stays as it is. Empty paragraphs are left out.

    What is no blank stays too.
    """
    paragraphs = (
        _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), part).strip('\n')
        for part in re.split(r'\n[ \t]*\n\s*', text.replace('\r\n', '\n').strip('\n'))
    )
    return '\n\n'.join(part for part in paragraphs if part.strip())


def _unknown(text: str, known: tuple[str, ...]) -> Text | None:
    blank = next((name for name in _BLANK.findall(text) if name not in known), None)
    if blank is None:
        return None
    names = ', '.join(f'{{{name}}}' for name in known)
    return N_('{%(blank)s} cannot stand here. These can: %(known)s', blank=blank[:40], known=names)
