"""The mails of an update to the people of the incident's tickets: one for each person, whatever he is in how many."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models import Incident, IncidentUpdate, MailOut, Ticket, Watcher
from models.audience import Reader
from models.incident import Phase
from services import settings
from services.announce import announce
from services.board.board_words import PHASE
from services.clock import now
from services.env import env
from services.language import N_, Text, Words
from services.mail.addresses import NO_MAIL
from services.mail.mail_auth import new_message_id, thread_id
from services.mail.mail_text import (
    MailSettings,
    Recipient,
    Template,
    greeting,
    how_to_answer,
    laid_out,
    moment,
)
from services.mail.ticket_mail import ticket_subject
from services.subscriptions.subscription_mail import incident_address, update_key
from services.tickets.guest_links import guest_link


@dataclass
class Person:
    """Somebody to be told, and of which tickets: those that he opened, and those that he is in copy of."""

    to: Recipient
    own: list[Ticket] = field(default_factory=list)
    others: list[Ticket] = field(default_factory=list)


async def tell(incident: Incident, update: IncidentUpdate, tickets: Sequence[int]) -> None:
    """Write the mails, in the transaction of the update, and wake the sender. Who wrote it is not told."""
    people = await _people(tickets)
    may_read = {reader: await _may_read(reader, incident) for reader in {Reader.of(one.to.user) for one in people}}
    policy = await settings.load(MailSettings)
    mails = [
        _mail(incident, update, one, policy)
        for one in people
        if may_read[Reader.of(one.to.user)] and (one.to.user is None or one.to.user.id != update.author_id)
    ]
    if mails:
        await MailOut.bulk_create(mails, ignore_conflicts=True, batch_size=500)
        await announce({'outbox'})


async def _people(tickets: Sequence[int]) -> list[Person]:
    """Requesters, then those in copy, each address once; nobody who is disabled or has no mail."""
    found: dict[str, Person] = {}
    for ticket in await Ticket.filter(id__in=tickets).order_by('id').select_related('requester'):
        person = found.setdefault(ticket.requester.email, Person(Recipient(ticket.requester.email, ticket.requester)))
        person.own.append(ticket)
    for copy in await Watcher.filter(ticket_id__in=tickets).order_by('id').select_related('user', 'ticket'):
        to = Recipient(copy.email, copy.user, '' if copy.user else guest_link(copy), copy.can_reply)
        person = found.setdefault(copy.user.email if copy.user else copy.email, Person(to))
        person.others.append(copy.ticket)
    return [one for one in found.values() if _is_mailed(one.to)]


def _is_mailed(to: Recipient) -> bool:
    return not to.address.endswith(NO_MAIL) and (to.user is None or to.user.is_active)


async def _may_read(reader: Reader, incident: Incident) -> bool:
    return await Incident.visible_to(reader).filter(id=incident.id).exists()


def _mail(incident: Incident, update: IncidentUpdate, person: Person, policy: MailSettings) -> MailOut:
    to, ticket = person.to, (person.own or person.others)[0]
    return MailOut(
        to_address=to.address,
        to_name=to.user.full_name if to.user else '',
        template=Template.BOARD,
        language=to.language,
        ticket_id=ticket.id,
        subject=ticket_subject(ticket),
        body=_body(incident, update, person, policy),
        message_id=new_message_id(),
        in_reply_to=thread_id(ticket.id),
        references=thread_id(ticket.id),
        is_automated=True,
        dedupe_key=update_key(update, to.address),
        next_try_at=now(),
        created_at=now(),
    )


def _body(incident: Incident, update: IncidentUpdate, person: Person, policy: MailSettings) -> str:
    """What is new, where all of it is told, and at the end the direct address of the ticket (S3-18)."""
    to, tickets = person.to, person.own or person.others
    title, phase = Words.of(incident, 'title').into(to.language), PHASE[update.phase].into(to.language)
    promised, is_asked = update.next_update_at, update.phase == Phase.RESOLVED and person.own
    return laid_out(
        to.language,
        greeting(to),
        _lead(title, tickets),
        f'{phase} · {moment(update.at, to)}',
        Words.of(update, 'body').into(to.language),
        N_('Next update: %(when)s.', when=moment(promised, to)) if promised else None,
        N_('Open the ticket and tell us whether it is solved or still fails.') if is_asked else None,
        N_('All that was told of it: %(address)s', address=incident_address(incident)),
        how_to_answer(to, policy),
        to.link or '\n'.join(f'{env().base_url}/tickets/{ticket.number}' for ticket in tickets),
    )


def _lead(title: str, tickets: Sequence[Ticket]) -> Text:
    numbers = ', '.join(ticket.number for ticket in tickets)
    if len(tickets) == 1:
        return N_(
            'There is news of “%(title)s”, which is what your ticket %(numbers)s is about:',
            title=title,
            numbers=numbers,
        )
    return N_(
        'There is news of “%(title)s”, which is what your tickets %(numbers)s are about:', title=title, numbers=numbers
    )
