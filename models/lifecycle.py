"""The life of a ticket as one pure table: event x state x role.

`TABLE` answers who may do what, and in which state; `events` draws the buttons from it: screen and rule cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.priority import Priority


class Status(StrEnum):
    NEW = 'new'
    OPEN = 'open'
    WAITING_CUSTOMER = 'waiting_customer'
    WAITING_INTERNAL = 'waiting_internal'
    RESOLVED = 'resolved'
    CLOSED = 'closed'


class CloseReason(StrEnum):
    CONFIRMED = 'confirmed'
    AUTO_CONFIRMED = 'auto_confirmed'
    BY_REQUESTER = 'by_requester'
    NO_CONTACT = 'no_contact'
    INSUFFICIENT = 'insufficient'
    OUT_OF_SCOPE = 'out_of_scope'
    DUPLICATE = 'duplicate'
    REJECTED_CHANGE = 'rejected_change'
    CANCELLED = 'cancelled'


class Role(StrEnum):
    """What a person is to one ticket; `services.tickets.standing` finds it out."""

    REQUESTER = 'requester'
    COLLEAGUE = 'colleague'
    WATCHER = 'watcher'
    READER = 'reader'
    AGENT = 'agent'
    LEAD = 'lead'
    ADMIN = 'admin'
    APPROVER = 'approver'
    SYSTEM = 'system'


class Event(StrEnum):
    CREATE = 'create'
    TAKE = 'take'
    ACKNOWLEDGE = 'acknowledge'
    ASSIGN = 'assign'
    TRANSFER = 'transfer'
    PRIORITISE = 'prioritise'
    REPLY = 'reply'
    COMMENT = 'comment'
    NOTE = 'note'
    INVESTIGATE = 'investigate'
    ASK = 'ask'
    CONTACT_ATTEMPT = 'contact_attempt'
    HOLD = 'hold'
    APPROVE = 'approve'
    REJECT_CHANGE = 'reject_change'
    RESUME = 'resume'
    RESOLVE = 'resolve'
    CONFIRM = 'confirm'
    REJECT_SOLUTION = 'reject_solution'
    RATE = 'rate'
    AUTO_CONFIRM = 'auto_confirm'
    SILENCE_TIMEOUT = 'silence_timeout'
    SILENCE_RESOLVE = 'silence_resolve'
    REMIND = 'remind'
    CLOSE_BY_REQUESTER = 'close_by_requester'
    UNDO_CLOSE = 'undo_close'
    CLOSE_INSUFFICIENT = 'close_insufficient'
    CLOSE_OUT_OF_SCOPE = 'close_out_of_scope'
    SPLIT = 'split'
    MERGE = 'merge'
    UNMERGE = 'unmerge'
    REOPEN = 'reopen'
    FOLLOW_UP = 'follow_up'
    ESCALATE = 'escalate'
    COPY = 'copy'
    UNCOPY = 'uncopy'
    OFFER_REMOTE = 'offer_remote'
    JOIN_REMOTE = 'join_remote'
    END_REMOTE = 'end_remote'
    LINK = 'link'
    UNLINK = 'unlink'
    WAIVE_COST = 'waive_cost'
    CHARGE_COST = 'charge_cost'


@dataclass(frozen=True)
class Rule:
    """Who may let an event happen, from which states, and to which each leads."""

    who: frozenset[Role]
    moves: Mapping[Status, Status]


NEW, OPEN, ASKED, HELD, RESOLVED, CLOSED = Status
DESK = frozenset({Role.AGENT, Role.LEAD, Role.ADMIN})
SIDE = frozenset({Role.REQUESTER, Role.COLLEAGUE})
SPEAKER = SIDE | {Role.WATCHER}
SYSTEM = frozenset({Role.SYSTEM})


def _stay(*states: Status) -> dict[Status, Status]:
    return {state: state for state in states}


def _to(target: Status, *states: Status) -> dict[Status, Status]:
    return dict.fromkeys(states, target)


_WORK = (NEW, OPEN, ASKED, HELD)

TABLE: Mapping[Event, Rule] = {
    Event.CREATE: Rule(SIDE | DESK | {Role.READER} | SYSTEM, _stay(NEW)),
    Event.TAKE: Rule(DESK, _to(OPEN, NEW) | _stay(OPEN, ASKED, HELD)),
    Event.ACKNOWLEDGE: Rule(DESK, _to(OPEN, NEW, OPEN)),
    Event.ASSIGN: Rule(DESK, _stay(*_WORK, RESOLVED)),
    Event.TRANSFER: Rule(DESK | SYSTEM, _stay(*_WORK)),
    Event.PRIORITISE: Rule(DESK, _stay(*_WORK)),
    Event.REPLY: Rule(DESK, _to(OPEN, NEW) | _stay(OPEN, ASKED, HELD, RESOLVED)),
    Event.COMMENT: Rule(SPEAKER | SYSTEM, _to(OPEN, ASKED) | _stay(NEW, OPEN, HELD, RESOLVED)),
    Event.NOTE: Rule(DESK | {Role.READER}, _stay(*Status)),
    Event.INVESTIGATE: Rule(DESK, _to(OPEN, NEW) | _stay(OPEN, ASKED, HELD)),
    Event.ASK: Rule(DESK, _to(ASKED, NEW, OPEN, ASKED, HELD)),
    Event.CONTACT_ATTEMPT: Rule(DESK | SYSTEM, _stay(ASKED)),
    Event.HOLD: Rule(DESK, _to(HELD, OPEN, HELD)),
    Event.APPROVE: Rule(frozenset({Role.APPROVER}), _to(OPEN, HELD)),
    Event.REJECT_CHANGE: Rule(frozenset({Role.APPROVER}), _to(CLOSED, HELD)),
    Event.RESUME: Rule(DESK, _to(OPEN, ASKED, HELD)),
    Event.RESOLVE: Rule(DESK | SYSTEM, _to(RESOLVED, *_WORK)),
    Event.CONFIRM: Rule(SIDE, _to(CLOSED, RESOLVED)),
    Event.REJECT_SOLUTION: Rule(SIDE, _to(OPEN, RESOLVED)),
    Event.RATE: Rule(SIDE, _stay(CLOSED)),
    Event.AUTO_CONFIRM: Rule(SYSTEM, _to(CLOSED, RESOLVED)),
    Event.SILENCE_TIMEOUT: Rule(SYSTEM, _to(CLOSED, ASKED)),
    Event.SILENCE_RESOLVE: Rule(SYSTEM, _to(RESOLVED, ASKED)),
    Event.REMIND: Rule(SYSTEM, _stay(ASKED, RESOLVED)),
    Event.CLOSE_BY_REQUESTER: Rule(SIDE, _to(CLOSED, *_WORK, RESOLVED)),
    Event.UNDO_CLOSE: Rule(SIDE, _to(OPEN, CLOSED)),
    Event.CLOSE_INSUFFICIENT: Rule(DESK, _to(CLOSED, NEW, OPEN, ASKED)),
    Event.CLOSE_OUT_OF_SCOPE: Rule(DESK, _to(CLOSED, NEW, OPEN)),
    Event.SPLIT: Rule(DESK, _stay(*Status)),
    Event.MERGE: Rule(DESK, _to(CLOSED, *Status)),
    Event.UNMERGE: Rule(DESK, _stay(CLOSED)),
    Event.REOPEN: Rule(DESK | {Role.REQUESTER}, _to(OPEN, CLOSED)),
    Event.FOLLOW_UP: Rule(SIDE, _stay(CLOSED)),
    Event.ESCALATE: Rule(SIDE | DESK, _stay(*_WORK)),
    Event.COPY: Rule(SIDE | DESK, _stay(*_WORK, RESOLVED)),
    Event.UNCOPY: Rule(SIDE | DESK, _stay(*Status)),
    Event.OFFER_REMOTE: Rule(DESK, _stay(*_WORK)),
    Event.JOIN_REMOTE: Rule(SIDE, _stay(*_WORK)),
    Event.END_REMOTE: Rule(SIDE | DESK, _stay(*_WORK, RESOLVED)),
    Event.LINK: Rule(DESK | {Role.READER}, _stay(*_WORK)),
    Event.UNLINK: Rule(DESK | {Role.READER}, _stay(*_WORK, RESOLVED)),
    Event.WAIVE_COST: Rule(DESK, _stay(*_WORK, RESOLVED)),
    Event.CHARGE_COST: Rule(DESK, _stay(*_WORK, RESOLVED)),
}


def permits(event: Event, status: Status, roles: Iterable[Role]) -> bool:
    """Whether somebody in one of `roles` may let `event` happen to a ticket in `status`."""
    rule = TABLE[event]
    return status in rule.moves and not rule.who.isdisjoint(roles)


def events(status: Status, roles: Iterable[Role]) -> frozenset[Event]:
    """All events open to somebody in `roles`, for a ticket in `status`: the buttons to draw."""
    standing = frozenset(roles)
    return frozenset(event for event in TABLE if permits(event, status, standing))


WAITING_RANK = 20
ASKED_RANK = 40
DONE_RANK = 90


def queue_rank(status: Status, priority: Priority, *, is_answered: bool) -> int:
    """Place in the order of work (S3-24): by priority, who waits for an answer before who has one.

    Below `WAITING_RANK` it is our turn, below `ASKED_RANK` we wait for others, below `DONE_RANK` for the customer, and
    from there on the work is done.
    """
    if status in (RESOLVED, CLOSED):
        return DONE_RANK
    return first_rank(status) + 2 * priority.rank + is_answered


def first_rank(status: Status) -> int:
    """Where the places of tickets in `status` begin."""
    return {HELD: WAITING_RANK, ASKED: ASKED_RANK, RESOLVED: DONE_RANK, CLOSED: DONE_RANK}.get(status, 0)
