"""Taking out of a text what tells who it is about, before everybody reads it (S2-16)."""

import re
from collections.abc import Iterable, Mapping, Sequence

from models import Entry, Ticket, User
from services.language import N_, Text
from services.search.search_words import SMALL

MAIL, PHONE, ADDRESS, NUMBER, PERSON, COMPANY = (
    N_('[mail]'),
    N_('[phone]'),
    N_('[address]'),
    N_('[ticket]'),
    N_('[person]'),
    N_('[company]'),
)
_PATTERNS: Mapping[str, tuple[re.Pattern[str], Text]] = {
    'mail': (re.compile(r'[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+'), MAIL),
    'address': (re.compile(r'(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])'), ADDRESS),
    'number': (re.compile(r'\bMV-\d+\b', re.IGNORECASE), NUMBER),
    'phone': (
        re.compile(r'(?<![\w.,/-])(?!\d{4}-\d\d-\d\d(?!\d))(?:\+|00)?\(?\d(?:[ ().-]{0,2}\d){6,14}(?![\w/-])'),
        PHONE,
    ),
}
SHORTEST = 3  # letters of a name that is looked for by itself

Names = Mapping[str, Text]


async def names_in(ticket: Ticket) -> Names:
    """Who and which company a ticket is about, the longest names first, with what stands for each."""
    asked = await User.get(id=ticket.requester_id).select_related('organization')
    writers = await Entry.filter(ticket_id=ticket.id, author_id__isnull=False).values_list(
        'author__full_name', flat=True
    )
    people = {asked.full_name, ticket.caller_name, *(str(name) for name in writers)}
    company = [asked.organization.name, *asked.organization.domains] if asked.organization else []
    found = dict.fromkeys(company, COMPANY) | dict.fromkeys(_parts(people), PERSON)
    return {name: found[name] for name in sorted(found, key=len, reverse=True) if len(name) >= SHORTEST}


def strip(text: str, names: Names, language: str) -> str:
    """The text with a word in brackets in the place of each mail address, number, name and company."""
    for pattern, instead in _PATTERNS.values():
        text = pattern.sub(instead.into(language), text)
    for name, instead in names.items():
        text = _name(name).sub(instead.into(language), text)
    return text


def left_in(text: str, names: Iterable[str], known: Iterable[str] = ()) -> Sequence[str]:
    """What still looks like data of somebody; `known` are the desk's own addresses and numbers, which may stay."""
    own = {_bare(one) for one in known if one}
    seen = [match[0] for pattern, _instead in _PATTERNS.values() for match in pattern.finditer(text)]
    seen += [match[0] for name in names for match in _name(name).finditer(text)]
    return list(dict.fromkeys(one for one in seen if _bare(one) not in own))


def _parts(names: Iterable[str]) -> list[str]:
    """Full names, and each of their words that is long enough to tell somebody."""
    parts = [part for name in names if name for part in (name, *name.split())]
    return [part for part in parts if part.casefold() not in SMALL]  # “de los Ríos”


def _name(name: str) -> re.Pattern[str]:
    """A name in any case; one of the shortest, such as Luz, only as a name is written."""
    if len(name) == SHORTEST:
        spellings = '|'.join(map(re.escape, sorted({name, name.upper(), name.capitalize()})))
        return re.compile(rf'(?<!\w)(?:{spellings})(?!\w)')
    return re.compile(rf'(?<!\w){re.escape(name)}(?!\w)', re.IGNORECASE)


def _bare(text: str) -> str:
    return ''.join(sign for sign in text.casefold() if sign.isalnum() or sign in '@.')
