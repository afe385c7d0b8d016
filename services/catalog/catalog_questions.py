"""The questions of a type as the form that changes them has them."""

from dataclasses import dataclass
from typing import Any

from models import CatalogItem, User
from services import audit
from services.catalog import catalog
from services.catalog.catalog_shelf import find
from services.refusals import NotFound
from services.settings import Stored


@dataclass(frozen=True)
class Asked:
    """Version and questions of a type."""

    version: int
    questions: list[dict[str, Any]]


async def read(slug: str) -> Stored[Asked]:
    """What is asked now, and who changed it last. `NotFound`."""
    item = await CatalogItem.get_or_none(slug=slug)
    if item is None:
        raise NotFound
    return Stored(Asked(item.form_version, item.form), *await audit.last('questions_changed', slug))


async def save(actor: User, slug: str, value: Asked, started: Asked) -> None:
    """Ask this from now on, as a new version. `Invalid`, `Overtaken`, `NotAllowed`."""
    await catalog.change_questions(actor, await find(actor, slug), value.questions, started.version)
