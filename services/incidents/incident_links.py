"""The tickets of an incident: customers join with one click, agents link those that are there («a mí también me pasa»).

The incident is locked before the tickets, as by its updates: who joins is told of the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from models import CatalogItem, Entry, Incident, IncidentTicket, Organization, Ticket, User
from models.audience import Reader, within_reach
from models.catalog_item import TicketKind
from models.db.transaction import transaction
from models.entry import EntryKind
from models.incident import OVER, IncidentKind, JoinedBy, Phase
from models.lifecycle import TABLE, Event
from models.ticket import Channel
from services import brakes
from services.announce import announce
from services.brakes import Pace
from services.capped import capped_counts
from services.catalog.catalog import THING
from services.change import Change, change, present
from services.clock import now
from services.desk.queue import check_staff
from services.incidents.incident_updates import locked
from services.language import N_, Words, spoken
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed, NotFound
from services.shared import shared
from services.tickets import attachments, drafts
from services.tickets.creation import create

JOIN = Pace('join', burst=10, seconds=60)
LISTED = 50


@dataclass(frozen=True)
class Affected:
    """The tickets of an incident that are not closed, and how many people and companies have opened them.

    `tickets` are the latest `LISTED`, and the counts those of services/capped.py.
    """

    tickets: Sequence[Ticket]
    count: int
    people: int
    companies: int


async def join(
    actor: User, incident_id: int, item: str = '', text: str = '', form_key: str = '', writer: str = ''
) -> Ticket:
    """It happens to `actor` too: a ticket of his own about the incident; a second time the same.

    He need not write a word. What he has written already, `text` with the files of the form, is what his ticket says;
    where he has joined before, it waits in that ticket as a draft. The ticket is of the type `item`, if that is one of
    faults, or else of one that the incident's components have. `writer` is asked of a group mailbox that has written.
    """
    actor = await present(actor)
    if actor.verified_at is None:
        raise NotAllowed(N_('Verify your mail address first: we sent you a link.'))
    if problem := text_problem(text):
        raise Invalid({'text': problem})
    await brakes.attempt((JOIN, str(actor.id)))
    async with transaction():
        incident = await _open(incident_id)
        if not await Incident.visible_to(Reader.of(actor)).filter(id=incident.id).exists():
            raise NotFound
        mine = Ticket.filter(requester_id=actor.id, is_closed=False, incident_links__incident_id=incident.id)
        if ticket := await mine.order_by('id').first():
            await _keep(actor, ticket, text.strip(), form_key)
            return ticket
        ticket = await _create(actor, incident, await _item(actor, incident, item), text.strip(), form_key, writer)
        await _link(incident, ticket, JoinedBy.CUSTOMER)
    return ticket


async def joined(actor: User, incident_id: int) -> Ticket | None:
    """The ticket by which somebody has joined, while it is not closed."""
    mine = Ticket.filter(requester_id=actor.id, is_closed=False, incident_links__incident_id=incident_id)
    return await mine.order_by('id').first()


async def link(actor: User, ticket: Ticket, incident_id: int) -> None:
    """An agent says that a ticket is about an incident; a second time it does nothing.

    `NotAllowed` when the customer may not see the incident: he would read of it in his ticket.
    """
    async with transaction():
        incident = await _open(incident_id)
        if await IncidentTicket.filter(incident_id=incident.id, ticket_id=ticket.id).exists():
            return
        async with change(actor, ticket, Event.LINK) as this:
            requester = await User.get(id=this.ticket.requester_id)
            if not await Incident.visible_to(Reader.of(requester)).filter(id=incident.id).exists():
                raise NotAllowed(N_('The customer of this ticket cannot see that incident.'))
            await _say_link(this, incident)


async def unlink(actor: User, ticket: Ticket, incident_id: int) -> None:
    """It is about something else. `NotAllowed` when it was not linked."""
    async with transaction():
        incident = await locked(incident_id)
        async with change(actor, ticket, Event.UNLINK) as this:
            if not await _unlink(this, incident):
                raise NotAllowed(N_('This ticket is not about that incident.'))


async def locked_of(ticket: Ticket) -> list[Incident]:
    """The incidents that a ticket is about, locked."""
    found = await Incident.filter(links__ticket_id=ticket.id).order_by('id').only('id')
    return [await locked(one.id) for one in found]


async def pass_on(this: Change, incidents: Sequence[Incident]) -> list[int]:
    """Let a ticket that is not done be about these incidents too, which are locked; the ids of those new to it.

    As with a link, not about one that its customer may not see.
    """
    ticket, new = this.ticket, []
    if ticket.status not in TABLE[Event.LINK].moves:
        return []
    reader = Reader.of(await User.get(id=ticket.requester_id))
    for incident in incidents:
        if incident.phase in OVER:
            continue
        is_known = await IncidentTicket.exists(incident_id=incident.id, ticket_id=ticket.id)
        if not is_known and await Incident.visible_to(reader).filter(id=incident.id).exists():
            this.happens(Event.LINK)
            await _say_link(this, incident)
            new.append(incident.id)
    return new


async def take_back(this: Change, incidents: Sequence[int]) -> None:
    """Take back what was passed on."""
    for incident in await Incident.filter(id__in=list(incidents)).order_by('id'):
        if await _unlink(this, incident) and this.ticket.status in TABLE[Event.UNLINK].moves:
            this.happens(Event.UNLINK)


async def open_incidents(actor: User) -> list[Incident]:
    """Those that tickets can be linked to, the last begun first. Staff only."""
    check_staff(actor)
    return await _linkable().order_by('-starts_at', '-id')


async def affected(actor: User, incident_id: int) -> Affected:
    """Whom an incident affects, as far as there are tickets. Staff only: it is nobody else's business."""
    check_staff(actor)
    topics = [f'incident:{incident_id}', 'queue']
    return await shared(('affected', incident_id), topics, lambda: _affected(incident_id))


async def _affected(incident_id: int) -> Affected:
    tickets = Ticket.filter(incident_links__incident_id=incident_id, is_closed=False)
    whose = {'tickets__incident_links__incident_id': incident_id, 'tickets__is_closed': False}
    people, companies = (table.filter(**whose).distinct() for table in (User, Organization))
    counts = await capped_counts({'count': tickets, 'people': people, 'companies': companies})
    rows = tickets.order_by('-id').limit(LISTED).select_related('requester', 'organization')
    return Affected(await rows, **counts)


async def _open(incident_id: int) -> Incident:
    """The incident, locked. `NotAllowed` when it is over, `NotFound` for what cannot have tickets."""
    incident = await locked(incident_id)
    if incident.kind != IncidentKind.INCIDENT or incident.phase == Phase.DRAFT:
        raise NotFound
    if incident.phase in OVER:
        raise NotAllowed(N_('This incident is solved already.'))
    return incident


def _linkable() -> QuerySet[Incident]:
    return Incident.filter(kind=IncidentKind.INCIDENT).exclude(phase__in=[Phase.DRAFT, *OVER])


async def _item(actor: User, incident: Incident, slug: str) -> CatalogItem:
    """The type that was chosen, one of the incident's components, or the one for what fits no other."""
    faults = CatalogItem.filter(kind=TicketKind.INCIDENT, is_active=True).order_by('position', 'id')
    faults = faults.filter(within_reach(THING, Reader.of(actor)))
    usual = faults.filter(components__impacts__incident_id=incident.id)
    for found in (faults.filter(slug=slug), usual, faults.filter(is_generic=True), faults):
        if item := await found.first():
            return item
    raise NotFound


async def _keep(actor: User, ticket: Ticket, text: str, form_key: str) -> None:
    """Let what he wrote wait in the ticket that he has, unless it is there already: he may have clicked twice."""
    key = drafts.ticket_key(ticket, Event.COMMENT)
    await attachments.wait_at(actor, form_key, key)
    kept = (await drafts.recall(actor, key)).get('text', '')
    said = Entry.filter(ticket_id=ticket.id, author_id=actor.id, body__endswith=text)
    if text and not kept.endswith(text) and not await said.exists():
        await drafts.keep(actor, key, {'text': f'{kept}\n\n{text}'.strip()})


async def _create(actor: User, incident: Incident, item: CatalogItem, text: str, form_key: str, writer: str) -> Ticket:
    language = spoken(actor.language)
    title = Words.of(incident, 'title').into(language)
    said = N_('It happens to me too: “%(title)s”.', title=title).into(language)
    ticket = await create(
        item,
        department_id=item.department_id,
        impact=item.impact,
        urgency=item.urgency,
        subject=title,
        requester_id=actor.id,
        organization_id=actor.organization_id,
        channel=Channel.PORTAL,
        form_version=item.form_version,
    )
    async with change(actor, ticket, Event.CREATE) as this:
        label = writer or ('' if text else None)
        entry = await this.say(EntryKind.MESSAGE, f'{said}\n\n{text}'.strip(), author_label=label)
        await attachments.claim(actor, form_key, entry)
        await this.say(EntryKind.SYSTEM, data={'incident': incident.id, 'title': incident.title})
    return this.ticket


async def _say_link(this: Change, incident: Incident) -> None:
    await this.say(EntryKind.SYSTEM, data={'incident': incident.id, 'title': incident.title})
    await _link(incident, this.ticket, JoinedBy.AGENT)


async def _unlink(this: Change, incident: Incident) -> bool:
    """Whether it was about the incident until now."""
    if not await IncidentTicket.filter(incident_id=incident.id, ticket_id=this.ticket.id).delete():
        return False
    await this.say(EntryKind.SYSTEM, data={'no_incident': incident.id, 'title': incident.title})
    await announce({f'incident:{incident.id}'})
    return True


async def _link(incident: Incident, ticket: Ticket, joined_by: JoinedBy) -> None:
    await IncidentTicket.create(incident_id=incident.id, ticket_id=ticket.id, joined_by=joined_by, joined_at=now())
    await announce({f'incident:{incident.id}', f'ticket:{ticket.id}'})
