"""Two accounts of one person become one: everything of the one becomes the other's, and nothing is lost."""

from dataclasses import dataclass

from models import ArticleVote, Department, Draft, Entry, Session, Ticket, User, Watcher
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.language import N_
from services.people import person_references, person_topics
from services.people.people_directory import find
from services.refusals import NotAllowed
from services.search import search_index
from services.settings import check_admin


@dataclass(frozen=True)
class Preview:
    """What would become the kept account's, and what would end."""

    old: User
    kept: User
    tickets: int
    assigned: int
    lines: int
    copies: int
    drafts: int
    departments: int
    sessions: int

    @property
    def changes_company(self) -> bool:
        """Whether the kept account is in another company than the other one was."""
        return self.old.organization_id not in (None, self.kept.organization_id)


async def preview(actor: User, old_id: int, kept_id: int) -> Preview:
    """What `merge` would do now. Raises as it does."""
    old, kept = await find(actor, old_id), await find(actor, kept_id)
    _check(actor, old, kept)
    return Preview(
        old,
        kept,
        tickets=await Ticket.filter(requester_id=old.id).count(),
        assigned=await Ticket.filter(assignee_id=old.id).count(),
        lines=await Entry.filter(author_id=old.id).count(),
        copies=await Watcher.filter(user_id=old.id).count(),
        drafts=await Draft.filter(user_id=old.id).count(),
        departments=await Department.filter(members=old.id).count(),
        sessions=await Session.filter(user_id=old.id).count(),
    )


async def merge(actor: User, old_id: int, kept_id: int) -> User:
    """Let `kept_id` have everything of `old_id`, with which nobody comes in any more; gives the kept person.

    What was and will be written to the old address is the kept person's (accounts.py). Sessions and links of
    the old account end; what it did in the audit log stays under its name. `NotAllowed` for oneself, for different
    roles, and for an account that is out of use; `NotFound`.
    """
    await check_admin(actor)
    async with transaction():
        await User.filter(id__in=[old_id, kept_id]).order_by('id').select_for_update()
        told = await preview(actor, old_id, kept_id)
        old, kept = told.old, told.kept
        tickets = await _tickets_of(old)
        await person_references.move(old, kept)
        votes = ArticleVote.filter(voter=f'user:{kept.id}').values_list('article_id', flat=True)
        mine = ArticleVote.filter(voter=f'user:{old.id}').exclude(article_id__in=await votes)
        await mine.update(voter=f'user:{kept.id}')
        old.merged_into, old.is_active, old.is_group = kept, False, False
        old.password_hash, old.totp_secret, old.totp_confirmed_at, old.wanted_company = None, '', None, ''
        await old.save()
        kept.phone = kept.phone or old.phone
        await kept.save(update_fields=['phone'])
        await search_index.rewrite_tickets(tickets)
        for person in (old, kept):
            await search_index.write_person(person)
        counts = {name: value for name, value in vars(told).items() if isinstance(value, int)}
        before = {'email': old.email, 'name': old.full_name}
        await audit.record('person_merged', actor=actor, subject=kept.email, before=before, after=counts)
        await announce(f'ticket:{ticket_id}' for ticket_id in tickets)
        for person in (old, kept):
            await person_topics.tell(person)
    return kept


async def _tickets_of(person: User) -> list[int]:
    """Those that show him, or that he finds."""
    own = await Ticket.filter(requester_id=person.id).values_list('id', flat=True)
    assigned = await Ticket.filter(assignee_id=person.id).values_list('id', flat=True)
    copied = await Watcher.filter(email=person.email).values_list('ticket_id', flat=True)
    return sorted({int(str(one)) for one in (*own, *assigned, *copied)})


def _check(actor: User, old: User, kept: User) -> None:
    if old.id == kept.id:
        raise NotAllowed(N_('Choose two different people.'))
    if old.id == actor.id:
        raise NotAllowed(N_('You cannot merge your own account into another one.'))
    if old.merged_into_id or kept.merged_into_id:
        raise NotAllowed(N_('One of them was merged already.'))
    if not kept.is_active:
        raise NotAllowed(N_('The account that is kept has to be in use.'))
    if old.role != kept.role:
        raise NotAllowed(N_('They have different roles: give both the same one first.'))
