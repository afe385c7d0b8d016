"""A further requirement in a message becomes a ticket of its own, so that each gets fair time (S4-8)."""

from models import CatalogItem, Entry, Ticket, User
from models.catalog_item import TicketKind
from models.db.transaction import transaction
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from services.change import SPOKEN, change
from services.language import N_
from services.plain_text import LINE, text_problem
from services.refusals import Invalid, NotFound
from services.tickets import drafts
from services.tickets.conversation import check_text
from services.tickets.creation import copy_people, create


async def split(
    actor: User, entry: Entry, subject: str, *, item: str = '', text: str = '', with_copies: bool = True
) -> Ticket:
    """Open a ticket for what was said in `entry`, or in `text` out of it, for the same requester; gives it.

    Its first line keeps author, time of arrival and files of `entry`. It gets the type `item`, or that of the old one,
    the people in copy if `with_copies`, its own number and its own clock; the customer is mailed the number.

    Raises `Invalid`, `NotFound` (also for what is internal), `NotAllowed`.
    """
    problem = text_problem(subject, longest=LINE, one_line=True, required=N_('Write a subject for the new ticket'))
    if problem:
        raise Invalid({'subject': problem})
    origin = await find_line(actor, entry.id)
    check_text(text or origin.body, N_('There is nothing to take over.'))
    if _words(text) not in _words(origin.body):
        raise Invalid({'text': N_('Take it from the message as it is: it stands under the name of its writer.')})
    async with transaction(), change(actor, origin.ticket, Event.SPLIT) as old:
        child = await _create(old.ticket, origin, subject, await _item(old.ticket, item))
        if with_copies:
            await copy_people(old.ticket, child)
        async with change(actor, child, Event.CREATE) as this:
            await this.say(EntryKind.SYSTEM, data={'split_from': old.ticket.number})
            await this.say(EntryKind.MESSAGE, text.strip() or origin.body, origin=origin)
        await old.say(EntryKind.SYSTEM, data={'split_into': child.number, 'seq': origin.seq})
        await drafts.forget(actor, drafts.ticket_key(old.ticket, Event.SPLIT))
    return this.ticket


async def find_line(actor: User, entry_id: int) -> Entry:
    """The line as the database has it. `NotFound` unless it is something that was said in public."""
    said = Entry.visible_to(actor).filter(visibility=Visibility.PUBLIC, kind__in=list(SPOKEN))
    line = await said.select_related('author', 'ticket').get_or_none(id=entry_id)
    if line is None or not await Ticket.visible_to(actor).filter(id=line.ticket_id).exists():
        raise NotFound
    return line


def _words(text: str) -> str:
    """Without its lines, which a selection on the screen does not keep."""
    return ' '.join(text.split())


async def _item(old: Ticket, slug: str) -> CatalogItem:
    if not slug:
        return await CatalogItem.get(id=old.item_id)
    item = await CatalogItem.filter(slug=slug, is_active=True).exclude(kind=TicketKind.REDIRECT).first()
    if item is None:
        raise Invalid({'item': N_('Choose one of the options')})
    return item


async def _create(old: Ticket, origin: Entry, subject: str, item: CatalogItem) -> Ticket:
    """As important as the old one; with another type, as that type is."""
    like = old if item.id == old.item_id else item
    return await create(
        item,
        department_id=like.department_id,
        impact=like.impact,
        urgency=like.urgency,
        subject=subject.strip(),
        requester_id=old.requester_id,
        organization_id=old.organization_id,
        channel=origin.channel,
        form_version=item.form_version,
        parent_id=old.id,
    )
