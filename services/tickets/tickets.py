"""Opening a ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tortoise.exceptions import IntegrityError

from models import CatalogItem, Ticket, User, Watcher
from models.audience import Reader, within_reach
from models.catalog_item import TicketKind
from models.db.transaction import transaction
from models.entry import EntryKind
from models.lifecycle import Event
from models.priority import Impact, Urgency
from models.ticket import Channel
from services.accounts.accounts import new_copies
from services.catalog import questions
from services.catalog.catalog import THING
from services.catalog.questions import Question
from services.change import Change, change, present
from services.clock import now
from services.departments.department_choice import Choice, choose
from services.language import N_, Text
from services.mail.addresses import addresses_problem, split_addresses
from services.people.group_mailboxes import writer_problem
from services.plain_text import LINE, text_problem
from services.refusals import Invalid, NotAllowed, NotFound
from services.tickets import attachments, drafts
from services.tickets.creation import create
from services.tickets.urgent import urgency_of


@dataclass(frozen=True)
class NewTicket:
    """A filled form of a catalogue item. `form_key` names the rendered form: sent twice, it opens one ticket.

    `answers` are those to the item's own questions, by key; what the opener's profile knows may be left out.
    `version` is that of the questions, None the present one. `critical` and `immediate` are asked when the subject says
    that it is urgent (urgent.py). `follows` is the number of a closed ticket that this one replaces or goes on with
    (S4-5). `caller_name` and `caller_phone` are of who called for him. What `department` and the next three say is in
    services/departments/department_choice.py, `writer` who writes from a group mailbox (S3-23).
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
    version: int | None = None
    critical: str = ''
    immediate: str = ''
    follows: str = ''
    caller_name: str = ''
    caller_phone: str = ''
    department: str = ''
    is_urgent: str = ''
    urgent_reason: str = ''
    accepted_notice: str = ''
    writer: str = ''

    def problems(self) -> dict[str, Text]:
        """What is wrong with the fields that all forms have; empty when they can be sent (S0-29)."""
        found = {
            'subject': text_problem(
                self.subject, longest=LINE, one_line=True, required=N_('Write a subject that describes the problem')
            ),
            'description': text_problem(self.description, required=N_('Describe what happens')),
            'urgency': None if self.urgency in list(Urgency) else N_('Choose how much it affects you'),
            'impact': None if self.impact in list(Impact) else N_('Choose whom it affects'),
            'copy_to': addresses_problem(self.copy_to),
        }
        return {name: problem for name, problem in found.items() if problem}


async def open_ticket(actor: User, form: NewTicket) -> Ticket:
    """Open a ticket for `actor` (S0-4). The same form sent again gives the ticket that it opened.

    Only in the portal the required questions have to be answered: on the telephone there are two fields (S4-7).
    Raises `Invalid`, `NotFound` (no such item, or not for him), `NotAllowed` (mail address not verified: S3-11),
    `SignedOut`.
    """
    actor = await present(actor)
    if actor.verified_at is None and form.channel != Channel.PHONE:  # there the desk knows who speaks
        raise NotAllowed(N_('Verify your mail address first: we sent you a link.'))
    items = CatalogItem.filter(slug=form.item, is_active=True).exclude(kind=TicketKind.REDIRECT)
    if form.channel != Channel.PHONE:  # there the desk chooses
        items = items.filter(within_reach(THING, Reader.of(actor)))
    item = await items.first()
    if item is None:
        raise NotFound
    asked = await questions.questions_at(item, form.version or item.form_version)
    answers = await _answers(actor, asked, form)
    found = questions.problems(asked, answers, may_lack=form.channel != Channel.PORTAL)
    choice = await choose(item, form)
    problems = form.problems() | choice.problems | {f'answer.{key}': problem for key, problem in found.items()}
    if form.channel == Channel.PORTAL and (problem := writer_problem(actor, form.writer)):
        problems['writer'] = problem
    if problems:
        if known := await _opened(actor, form):
            return known  # its files are sent already, for one
        raise Invalid(problems)
    try:
        return await _open(actor, item, form, choice, asked, questions.kept(asked, answers))
    except IntegrityError:  # the same form was sent already, or at the same moment
        if known := await _opened(actor, form):
            return known
        raise NotAllowed(N_('This form was sent already. Load the page again.')) from None


async def _opened(actor: User, form: NewTicket) -> Ticket | None:
    return await Ticket.get_or_none(form_key=form.form_key, requester_id=actor.id)


async def _answers(actor: User, asked: Sequence[Question], form: NewTicket) -> dict[str, Any]:
    """What was typed, what the profile knows where nothing was, and the names of the files of each document."""
    answers = dict(form.answers)
    if any('prefill' in one and one['key'] not in answers for one in asked):
        answers = questions.prefilled(asked, await questions.profile_of(actor)) | answers
    for one in asked:
        if one['type'] == 'document':
            files = await attachments.unsent(actor, attachments.document_key(form.form_key, one['key']))
            answers[one['key']] = ', '.join(file.name for file in files)[: questions.LONGEST]
    return answers


async def _open(
    actor: User,
    item: CatalogItem,
    form: NewTicket,
    choice: Choice,
    asked: Sequence[Question],
    kept: dict[str, str],
) -> Ticket:
    async with transaction():
        old = None
        if form.follows:
            old = await Ticket.visible_to(actor).get_or_none(number=form.follows, is_closed=True)
        ticket = await _create(actor, item, form, choice, kept, old)
        async with change(actor, ticket, Event.CREATE) as this:
            if old:
                await this.say(EntryKind.SYSTEM, data={'follows': old.number})
            entry = await this.say(EntryKind.MESSAGE, form.description, channel=form.channel, author_label=form.writer)
            await _tell_terms(this, choice, form)
            documents = [one['key'] for one in asked if one['type'] == 'document']
            await attachments.claim(actor, form.form_key, entry, documents)
            if form.channel == Channel.PORTAL:  # on the telephone he has sent nothing himself
                await drafts.forget(actor, drafts.new_key(item))
        if old and old.merged_into_id is None:
            async with change(actor, old, Event.FOLLOW_UP) as that:
                await that.say(EntryKind.SYSTEM, data={'followed_by': ticket.number})
        return this.ticket


async def _tell_terms(this: Change, choice: Choice, form: NewTicket) -> None:
    """That it is urgent and why (S3-16), and what cost was accepted (S3-25), for both sides to read."""
    if choice.department.is_urgent_only:
        await this.say(EntryKind.FIELD, form.urgent_reason.strip(), data={'field': 'urgent'})
    if choice.notice:
        data = {'field': 'cost', 'new': 'accepted', 'version': choice.notice.version}
        await this.say(EntryKind.FIELD, data=data, channel=form.channel)


async def _create(
    actor: User, item: CatalogItem, form: NewTicket, choice: Choice, kept: dict[str, str], old: Ticket | None
) -> Ticket:
    urgency = urgency_of(form.subject, Urgency(form.urgency), form.critical, form.immediate)
    ticket = await create(
        item,
        department_id=choice.department.id,
        impact=Impact(form.impact),
        urgency=Urgency.STOPPED if choice.department.is_urgent_only else urgency,
        form_key=form.form_key,
        subject=form.subject.strip(),
        requester_id=actor.id,
        organization_id=actor.organization_id,
        channel=form.channel,
        form=kept,
        form_version=form.version or item.form_version,
        parent_id=old.id if old else None,
        caller_name=form.caller_name,
        caller_phone=form.caller_phone,
        cost_notice_id=choice.notice.id if choice.notice else None,
        cost_accepted_at=now() if choice.notice else None,
    )
    await Watcher.bulk_create(await new_copies(ticket, split_addresses(form.copy_to)))
    return ticket
