"""The document on how to describe a request, which goes with mails (S4-6): one per language, made from its HTML."""

from pathlib import Path

from services.assets import ASSETS
from services.env import env
from services.language import N_

NAME = N_('How to describe a request.pdf')
FOLDER = ASSETS / 'guides'


def guide(language: str) -> Path:
    """The document in `language`, or in the desk's own."""
    found = FOLDER / f'describe-{language}.pdf'
    return found if found.is_file() else FOLDER / f'describe-{env().language}.pdf'
