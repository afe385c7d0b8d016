"""The table itself: pure, and complete."""

import pytest

from models.lifecycle import (
    DONE_RANK,
    TABLE,
    WAITING_RANK,
    Event,
    Role,
    Status,
    events,
    permits,
    queue_rank,
)
from models.priority import Priority

CUSTOMER_SIDE = (Role.REQUESTER, Role.COLLEAGUE, Role.WATCHER)
OUTSIDE_THE_DESK = (*CUSTOMER_SIDE, Role.READER, Role.APPROVER, Role.SYSTEM)


def test_every_event_has_its_rule() -> None:
    assert set(TABLE) == set(Event)
    assert all(rule.who and rule.moves for rule in TABLE.values())


@pytest.mark.parametrize('status', Status)
@pytest.mark.parametrize('event', Event)
def test_buttons_are_what_the_table_permits(status: Status, event: Event) -> None:
    for role in Role:
        assert (event in events(status, {role})) == permits(event, status, {role})


def test_a_closed_ticket_is_closed_to_all_but_reopening_rating_and_the_desks_own_notes() -> None:
    left = events(Status.CLOSED, frozenset(Role))
    back = {Event.UNDO_CLOSE, Event.REOPEN, Event.FOLLOW_UP}
    assert left == back | {Event.RATE, Event.NOTE, Event.SPLIT, Event.MERGE, Event.UNMERGE, Event.UNCOPY}


@pytest.mark.parametrize('event', [Event.TAKE, Event.ASSIGN, Event.REPLY, Event.NOTE, Event.RESOLVE, Event.ASK])
def test_the_customers_side_does_nothing_of_the_desk(event: Event) -> None:
    assert not any(permits(event, status, CUSTOMER_SIDE) for status in Status)


@pytest.mark.rule('S0-32')
def test_only_the_customers_side_confirms_or_rejects_and_only_a_solution() -> None:
    for event in (Event.CONFIRM, Event.REJECT_SOLUTION):
        may = {(status, role) for status in Status for role in Role if permits(event, status, {role})}
        assert may == {(Status.RESOLVED, Role.REQUESTER), (Status.RESOLVED, Role.COLLEAGUE)}


@pytest.mark.rule('S0-26')
def test_an_answer_of_the_customer_opens_a_ticket_that_waited_for_it() -> None:
    assert TABLE[Event.COMMENT].moves[Status.WAITING_CUSTOMER] == Status.OPEN
    assert TABLE[Event.COMMENT].moves[Status.RESOLVED] == Status.RESOLVED


@pytest.mark.rule('S3-24')
def test_order_of_work_is_priority_then_who_has_no_answer_yet() -> None:
    ranks = [
        queue_rank(Status.NEW, Priority.CRITICAL, is_answered=False),
        queue_rank(Status.OPEN, Priority.CRITICAL, is_answered=True),
        queue_rank(Status.NEW, Priority.HIGH, is_answered=False),
        queue_rank(Status.OPEN, Priority.LOW, is_answered=True),
        queue_rank(Status.WAITING_CUSTOMER, Priority.CRITICAL, is_answered=True),
        queue_rank(Status.CLOSED, Priority.CRITICAL, is_answered=True),
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
    assert ranks[3] < WAITING_RANK <= ranks[4] < DONE_RANK <= ranks[5]
