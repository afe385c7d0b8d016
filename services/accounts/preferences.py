"""What people choose for themselves."""

from models import User


async def choose_language(person: User, language: str) -> None:
    """Remember the language in which `person` reads pages and mails (S3-9)."""
    await User.filter(id=person.id).update(language=language)
