"""Who has to look again when something of a person changes."""

from models import User
from services.accounts.own_account import person_topic
from services.announce import announce
from services.people.people_directory import TOPIC


async def tell(person: User, *companies: int | None) -> None:
    """With the companies that the person was in before. Part of the transaction around."""
    concerned = {f'company:{one}' for one in (person.organization_id, *companies) if one}
    await announce({TOPIC, 'queue', 'catalog', f'user:{person.id}', person_topic(person.id), *concerned})
