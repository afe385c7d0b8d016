"""Opening a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tortoise.exceptions import IntegrityError

from models import CatalogItem, Ticket, User, Watcher
from models.catalog_item import TicketKind
from models.db.transaction import transaction
from models.entry import EntryKind
from models.lifecycle import Event, Status, queue_rank
from models.priority import Impact, Urgency, priority
from models.ticket import Channel
from services import attachments, drafts
from services.addresses import addresses_problem, split_addresses
from services.change import change
from services.clock import now
from services.language import N_, Text
from services.numbers import next_number
from services.plain_text import LINE, text_problem
from services.refusals import Invalid, NotAllowed, NotFound


@dataclass(frozen=True)
class NewTicket:
    """A filled form of a catalogue item. `form_key` names the rendered form: sent twice, it opens one ticket.

    `answers` are those to the item's own questions, by key. `kind` counts only for a generic item.
    """

    item: str
    subject: str
    description: str
    urgency: str
    impact: str
    form_key: str
    copy_to: str = ''
    answers: Mapping[str, Any] = field(default_factory=dict)
    channel: Channel = Channel.PORTAL

    def problems(self, item: CatalogItem) -> dict[str, Text]:
        """What is wrong, per field; empty when the form can be sent (S0-29)."""
        found = {
            'subject': text_problem(
                self.subject, longest=LINE, one_line=True, required=N_('Write a subject that describes the problem')
            ),
            'description': text_problem(self.description, required=N_('Describe what happens')),
            'urgency': None if self.urgency in list(Urgency) else N_('Choose how much it affects you'),
            'impact': None if self.impact in list(Impact) else N_('Choose whom it affects'),
            'copy_to': addresses_problem(self.copy_to),
        }
        found |= {
            f'answer.{question["key"]}': answer_problem(question, self.answers.get(question['key'], ''))
            for question in item.form
        }
        return {name: problem for name, problem in found.items() if problem}


def answer_problem(question: Mapping[str, Any], answer: object) -> Text | None:
    """What is wrong with the answer to one question of a form."""
    required = N_('Answer this question') if question.get('required') else None
    problem = text_problem(answer, longest=2000, required=required, one_line=question['type'] != 'textarea')
    if problem or not answer or 'options' not in question:
        return problem
    return None if answer in question['options'] else N_('Choose one of the options')


async def open_ticket(actor: User, form: NewTicket) -> Ticket:
    """Open a ticket for `actor` (S0-4). The same form sent again gives the ticket that it opened.

    Raises `Invalid`, `NotFound` (no such item), `NotAllowed` (mail address not verified: S3-11).
    """
    if actor.verified_at is None:
        raise NotAllowed(N_('Verify your mail address first: we sent you a link.'))
    item = await CatalogItem.filter(slug=form.item, is_active=True).exclude(kind=TicketKind.REDIRECT).first()
    if item is None:
        raise NotFound
    if problems := form.problems(item):
        raise Invalid(problems)
    try:
        return await _open(actor, item, form)
    except IntegrityError:  # the same form, sent at the same moment
        known = await Ticket.get_or_none(form_key=form.form_key, requester_id=actor.id)
        if known is None:
            raise NotAllowed(N_('This form was sent already. Load the page again.')) from None
        return known


async def _open(actor: User, item: CatalogItem, form: NewTicket) -> Ticket:
    async with transaction():
        if known := await Ticket.get_or_none(form_key=form.form_key, requester_id=actor.id):
            return known
        ticket = await _create(actor, item, form)
        async with change(actor, ticket, Event.CREATE) as this:
            entry = await this.say(EntryKind.MESSAGE, form.description, channel=form.channel)
            await attachments.claim(actor, form.form_key, entry)
            await drafts.forget(actor, f'new:{item.slug}')
        return this.ticket


async def _create(actor: User, item: CatalogItem, form: NewTicket) -> Ticket:
    impact, urgency = Impact(form.impact), Urgency(form.urgency)
    level = priority(impact, urgency)
    ticket = await Ticket.create(
        form_key=form.form_key,
        kind=item.kind,
        item_id=item.id,
        subject=form.subject.strip(),
        requester_id=actor.id,
        organization_id=actor.organization_id,
        department_id=item.department_id,
        status=Status.NEW,
        impact=impact,
        urgency=urgency,
        priority=level,
        channel=form.channel,
        form={question['key']: form.answers.get(question['key'], '') for question in item.form},
        created_at=now(),
        updated_at=now(),
        waiting_since=now(),
        queue_rank=queue_rank(Status.NEW, level, is_answered=False),
        number=await next_number(),
    )
    await _copy_to(ticket, [address for address in split_addresses(form.copy_to) if address != actor.email])
    return ticket


async def _copy_to(ticket: Ticket, addresses: list[str]) -> None:
    if not addresses:
        return
    accounts = dict(await User.filter(email__in=addresses).values_list('email', 'id'))
    await Watcher.bulk_create(
        Watcher(ticket_id=ticket.id, email=address, user_id=accounts.get(address), created_at=now())
        for address in addresses
    )
