"""What the desk says of itself at fixed places, in its own words and several languages; ours where it has none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from services.language import LANGUAGES, N_, Text, Words
from services.settings import load

LONGEST = 600  # characters in one language


@dataclass(frozen=True)
class Saying:
    """One of them: `texts` by language. A language without a text falls back to another one's, then to `ours`."""

    texts: Mapping[str, str] = field(default_factory=dict)
    ours: ClassVar[Text | None] = None

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        unknown = [code for code in self.texts if code not in LANGUAGES]
        too_long = [code for code, text in self.texts.items() if len(text) > LONGEST]
        return {'texts': N_('Choose one of the options')} if unknown else _too_long(too_long)


class Welcome(Saying):
    """The heading of the home page for visitors (S3-4)."""

    ours = N_('Welcome to our support centre')


class Thanks(Saying):
    """What stands under a rating when it was sent (S0-33)."""

    ours = N_('Your opinion helps us to serve you better.')


class HoursNote(Saying):
    """What holds outside the opening hours, below them (S0-12)."""


class SinglePoint(Saying):
    """What the desk is for, on the home page (S0-1)."""

    ours = N_(
        'It is the single point of contact where users can request technology services, report incidents and '
        'know their state.'
    )


class Objective(Saying):
    """What the desk strives for, above the policies (S1-2)."""


class UrgentMeans(Saying):
    """What urgent means, beside the choice (S3-26)."""

    ours = N_('Urgent is what needs an immediate solution, on which the continuity of your business depends.')


class ClosedDays(Saying):
    """What is attended on weekends and holidays, and how: home page and forms of those days (S4-14)."""


class BeDetailed(Saying):
    """How to describe, beside the description (S4-20)."""

    ours = N_('Be as detailed and descriptive as you can: the better you explain it, the sooner we can help you.')


async def said(saying: type[Saying]) -> Words | Text | None:
    """What is said there now; None for nothing."""
    texts = dict((await load(saying)).texts)
    if not texts:
        return saying.ours
    first = next((texts[code] for code in LANGUAGES if code in texts), '')
    return Words(first, texts)


def _too_long(codes: list[str]) -> dict[str, Text]:
    return {f'texts.{code}': N_('Write at most %(longest)d characters', longest=LONGEST) for code in codes}
