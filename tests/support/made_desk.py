"""What a preset has made, by name."""

from typing import Any

from models import CatalogItem, Department


async def departments() -> list[str]:
    return [row.name for row in await Department.all().order_by('position')]


async def titles(**which: Any) -> list[str]:
    """Of the types of ticket."""
    return [row.title for row in await CatalogItem.filter(**which).order_by('position')]
