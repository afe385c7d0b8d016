"""How the customer found the service (S0-8)."""

from datetime import datetime, timedelta

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event
from services.change import change
from services.language import N_
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed
from services.settings import Closing, load

STARS = range(1, 6)


def rate_until(ticket: Ticket, policy: Closing) -> datetime | None:
    """The instant until which a closed ticket may be rated, and its rating changed."""
    return ticket.closed_at + timedelta(days=policy.rating_days) if ticket.closed_at else None


async def rate(actor: User, ticket: Ticket, stars: int, comment: str = '') -> None:
    """One to five stars and a comment, once per ticket; said again, it is changed (S0-8).

    Raises `Invalid` at `stars` or `comment`, `NotAllowed` when its days are over.
    """
    problems = {
        'stars': None if stars in STARS else N_('Choose one of the five faces'),
        'comment': text_problem(comment, longest=2000),
    }
    if found := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(found)
    policy = await load(Closing)
    async with change(actor, ticket, Event.RATE) as this:
        rated, until = this.ticket, rate_until(this.ticket, policy)
        if until is None or this.now > until:
            raise NotAllowed(N_('This ticket can no longer be rated.'))
        if (rated.rating, rated.rating_comment) == (stars, comment.strip()):
            return
        await this.say(EntryKind.RATING, comment.strip(), data={'old': rated.rating, 'new': stars})
        rated.rating, rated.rating_comment, rated.rated_at = stars, comment.strip(), this.now
