"""Who has to look again when something of a person changes."""

from models import User
from services.accounts.own_account import person_topic
from services.announce import announce
from services.people.people_directory import TOPIC


def topics(person: User, *companies: int | None) -> set[str]:
    """With the companies that the person was in before."""
    concerned = {f'company:{one}' for one in (person.organization_id, *companies) if one}
    return {TOPIC, 'queue', 'catalog', f'user:{person.id}', person_topic(person.id), *concerned}


async def tell(person: User, *companies: int | None) -> None:
    """Part of the transaction around."""
    await announce(topics(person, *companies))
