"""Which languages the desk offers, and which of them is its own; in force in every process within a moment."""

import asyncio
import logging
from dataclasses import dataclass, field

from services.env import env
from services.language import LANGUAGES, N_, Text, offer
from services.rounds import rounds
from services.settings import load

AGAIN = 300  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Languages:
    """`offered` are the languages of pages and mails that people may choose (S3-9).

    `default` speaks to whoever has chosen none and whose browser asks for none of them; empty: that of MESA_LANGUAGE.
    """

    offered: list[str] = field(default_factory=lambda: list(LANGUAGES))
    default: str = ''

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        if not self.offered or not set(self.offered) <= set(LANGUAGES):
            return {'offered': N_('Offer at least one language')}
        if (self.default or env().language) not in self.offered:
            return {'default': N_('Offer the language of the desk too')}
        return {}


async def apply() -> None:
    """Let this process offer what was saved last."""
    chosen = await load(Languages)
    offer(chosen.offered, chosen.default)


async def follow(stop: asyncio.Event) -> None:
    """Apply what is saved, until `stop`."""
    await rounds(stop, 'settings', _apply)


async def _apply() -> float:
    try:
        await apply()
    except Exception:
        log.exception('The languages could not be read')  # the database may be away for a moment
    return AGAIN
