"""An article from a solved ticket: its problem, cause and solution, without the people (S2-16)."""

from models import Entry, Ticket, User
from models.clock import DONE
from models.entry import EntryKind
from services import audiences
from services.env import env
from services.knowledge import personal_data
from services.language import N_
from services.refusals import NotAllowed
from services.tickets.ticket_view import find, first_words

LONGEST_TITLE = 200
PARTS = (
    (N_('Problem'), None),
    (N_('Cause'), EntryKind.INVESTIGATION),
    (N_('Solution'), EntryKind.SOLUTION),
)


async def draft(actor: User, number: str) -> tuple[Ticket, dict[str, str]]:
    """The ticket and a first text of an article about it: `title` and `body`. `NotAllowed` before it is solved."""
    person = await audiences.check_desk(actor)
    ticket = await find(person, number)
    if ticket.status not in DONE:
        raise NotAllowed(N_('An article is written from a ticket that is solved.'))
    names, language = await personal_data.names_in(ticket), env().language
    lines = await Entry.filter(ticket_id=ticket.id).exclude(body='').order_by('seq').values_list('kind', 'body')
    parts = []
    for name, kind in PARTS:
        said = [str(body) for its, body in lines if its == kind] if kind else [await first_words(person, ticket)]
        if kind == EntryKind.SOLUTION:
            said = said[-1:]  # those before it did not help
        if said:
            parts.append(f'## {name.into(language)}\n\n' + '\n\n'.join(said))
    title = personal_data.strip(ticket.subject, names, language)[:LONGEST_TITLE]
    return ticket, {'title': title, 'body': personal_data.strip('\n\n'.join(parts), names, language)}
