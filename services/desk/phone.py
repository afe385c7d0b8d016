"""Calls: who calls, what is told of a ticket, and a ticket opened while he speaks (S3-27, S4-7, S4-15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models import Ticket, User
from models.db.transaction import transaction
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from models.priority import Impact, Urgency
from models.ticket import Channel
from models.user import UserRole
from services import audit
from services.accounts.accounts import of_addresses
from services.accounts.sign_in import login_of
from services.catalog import catalog
from services.change import change
from services.clock import now
from services.hours import closed_day_calls
from services.language import N_, Text
from services.mail.addresses import NO_MAIL, is_address
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed, NotFound
from services.search import search_index
from services.search.search import search, ticket_number
from services.tickets import drafts
from services.tickets.tickets import NewTicket, open_ticket

MOST = 8
FEWEST_DIGITS = 6
NAME = 200
PHONE = 40


class Call(StrEnum):
    """What a call was for."""

    STATUS = 'status'
    SUPPORT = 'support'
    OPENED = 'opened'


class Failure(StrEnum):
    """Why more than the state is told by phone (S4-15)."""

    TOTAL = 'total'
    PARTIAL = 'partial'


@dataclass(frozen=True)
class Found:
    """The number of the ticket that was named, or ''; else people: `id`, `full_name`, `email`, `phone`, `company`."""

    number: str
    people: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Caller:
    """For whom a ticket is opened: an account, or a new contact by name and `contact`, a mail address or a number."""

    user_id: int | None = None
    name: str = ''
    contact: str = ''


@dataclass(frozen=True)
class PhoneTicket:
    """What is typed during a call. `caller_name` and `caller_phone` are of who speaks, not of the account (S1-5); the
    next four are as in department_choice.py: the notice of cost is read aloud, and accepted by who calls.
    `closed_day` is why it cannot wait, where that is asked (services/hours/closed_day_calls.py).
    """

    subject: str
    description: str
    item: str
    form_key: str
    caller_name: str = ''
    caller_phone: str = ''
    department: str = ''
    is_urgent: str = ''
    urgent_reason: str = ''
    accepted_notice: str = ''
    closed_day: str = ''

    def problems(self) -> dict[str, Text]:
        found = {
            'caller_name': text_problem(self.caller_name, longest=NAME, one_line=True),
            'caller_phone': text_problem(self.caller_phone, longest=PHONE, one_line=True),
        }
        return {name: problem for name, problem in found.items() if problem}


async def find(actor: User, text: str) -> Found:
    """The ticket that `text` names in any writing, or up to `MOST` people by name, company, mail or phone number."""
    await _check(actor)
    if number := await ticket_number(actor, text):
        return Found(number)
    digits = _digits(text)
    asked = digits if len(digits) >= FEWEST_DIGITS and not any(map(str.isalpha, text)) else text
    groups = await search(actor, asked, ('person',), limit=MOST)
    return Found('', [dict(hit.row) for group in groups for hit in group.hits])


async def told_status(actor: User, ticket: Ticket, caller: str = '') -> None:
    """The state was read aloud to who called."""
    await _log(actor, ticket, {'call': Call.STATUS}, caller)


async def gives_support(actor: User, ticket: Ticket, failure: str, caller: str = '') -> None:
    """More than the state was told, because of a total or partial failure (S4-15). `Invalid` without one."""
    if failure not in list(Failure):
        raise Invalid({'failure': N_('Choose what has failed')})
    await _log(actor, ticket, {'call': Call.SUPPORT, 'failure': failure}, caller)


async def open_by_phone(actor: User, caller: Caller, form: PhoneTicket) -> Ticket:
    """Open the ticket of who calls, as his own: he gets the mail with its number and address (S3-27).

    The same form sent again gives the same ticket. `Invalid`, `NotAllowed`, `NotFound`.
    """
    if problems := form.problems():
        raise Invalid(problems)
    item = await catalog.item(form.item, catalog.DESK)
    async with transaction():
        await _check(actor)
        requester = await _requester(actor, caller)
        cannot_wait = await closed_day_calls.checked(item.department_id, form.closed_day)
        name, phone = form.caller_name.strip(), form.caller_phone.strip()
        asked = NewTicket(
            item.slug,
            form.subject,
            form.description,
            Urgency.STOPPED if cannot_wait else item.urgency,
            Impact.COMPANY if cannot_wait else item.impact,
            form.form_key,
            channel=Channel.PHONE,
            caller_name='' if name == requester.full_name else name,
            caller_phone='' if _digits(phone) == _digits(requester.phone) else phone,
            department=form.department,
            is_urgent=form.is_urgent,
            urgent_reason=form.urgent_reason,
            accepted_notice=form.accepted_notice,
            writer=name if requester.is_group else '',
        )
        if known := await Ticket.get_or_none(form_key=form.form_key, requester_id=requester.id):
            return known
        ticket = await open_ticket(requester, asked)
        async with change(actor, ticket, Event.NOTE) as this:
            data = {'call': Call.OPENED, 'caller': name or requester.full_name}
            data |= {'closed_day': cannot_wait} if cannot_wait else {}
            await this.say(EntryKind.CONTACT_ATTEMPT, visibility=Visibility.INTERNAL, data=data, channel=Channel.PHONE)
            await drafts.forget(actor, drafts.call_key(caller.user_id))
        return this.ticket


async def person(actor: User, user_id: int) -> User:
    """The active person with this id, with the company. `NotFound`."""
    await _check(actor)
    found = await User.get_or_none(id=user_id, is_active=True).select_related('organization')
    if found is None:
        raise NotFound
    return found


async def _check(actor: User) -> None:
    if not actor.is_staff:
        raise NotAllowed(N_('This page is for the people of the desk.'))


async def _log(actor: User, ticket: Ticket, data: dict[str, str], caller: str) -> None:
    await _check(actor)
    if problem := text_problem(caller, longest=NAME, one_line=True):
        raise Invalid({'caller': problem})
    async with change(actor, ticket, Event.NOTE) as this:
        data = data | {'caller': caller.strip()}
        await this.say(EntryKind.CONTACT_ATTEMPT, visibility=Visibility.INTERNAL, data=data, channel=Channel.PHONE)


async def _requester(actor: User, caller: Caller) -> User:
    if caller.user_id is not None:
        return await person(actor, caller.user_id)
    contact, name = caller.contact.strip(), caller.name.strip()
    address = login_of(contact) if '@' in contact else f'{_digits(contact)}{NO_MAIL}'
    problems = {
        'name': text_problem(name, longest=NAME, one_line=True, required=N_('Write who calls')),
        'contact': _contact_problem(contact, address),
    }
    if found := {field: problem for field, problem in problems.items() if problem}:
        raise Invalid(found)
    if known := (await of_addresses([address])).get(address):
        if not known.is_active:
            raise Invalid({'contact': N_('This account is disabled.')})
        return known
    phone = '' if '@' in contact else contact
    newcomer = User(email=address, full_name=name, phone=phone, role=UserRole.CUSTOMER, created_at=now())
    await User.bulk_create([newcomer], ignore_conflicts=True)
    contact_made = await User.get(email=address)
    await search_index.write_person(contact_made)
    await audit.record('contact_made', actor=actor, subject=address)
    return contact_made


def _contact_problem(contact: str, address: str) -> Text | None:
    if not contact:
        return N_('Write a mail address or a phone number')
    if '@' in contact:
        return None if is_address(address) else N_('“%(address)s” is not a mail address.', address=contact[:80])
    if len(_digits(contact)) < FEWEST_DIGITS:
        return N_('Write a mail address or a phone number')
    return text_problem(contact, longest=PHONE, one_line=True)


def _digits(text: str) -> str:
    return ''.join(character for character in text if character in '0123456789')
