"""What customers looked for and nothing was found: what the desk should write about."""

from datetime import timedelta

from tortoise.expressions import F

from models import MissedSearch, User
from models.db.transaction import transaction
from models.ticket_number import parse_number
from services.announce import announce
from services.clock import now
from services.knowledge.personal_data import left_in
from services.plain_text import text_problem
from services.search.search_words import Question

TOPIC = 'missed searches'
KEPT = timedelta(days=180)
LONGEST = 120


async def note(actor: User | None, text: str) -> None:
    """Count what a customer looked for in vain; not who, no numbers of tickets, and nothing that tells of somebody."""
    words = ' '.join(text.casefold().split())
    if actor is None or actor.is_staff or not Question.of(words).words or text_problem(words, longest=LONGEST):
        return
    if parse_number(words) or left_in(words, ()):
        return
    async with transaction():
        if not await MissedSearch.filter(words=words).update(times=F('times') + 1, last_at=now()):
            await MissedSearch.bulk_create([MissedSearch(words=words, last_at=now())], ignore_conflicts=True)
        await announce({TOPIC})


async def sweep() -> None:
    """Forget what nobody has looked for since."""
    await MissedSearch.filter(last_at__lt=now() - KEPT).delete()
