"""One matter, one ticket: a duplicate is closed and its conversation goes on in the other, with an undo for a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from models import Entry, Organization, Ticket, User, Watcher
from models.db.folding import fold
from models.db.transaction import transaction
from models.entry import EntryKind, Visibility
from models.lifecycle import CloseReason, Event, Status
from models.ticket_number import parse_number
from services.announce import announce
from services.change import SPOKEN, Change, change
from services.clock import now
from services.incidents import incident_links
from services.language import N_
from services.refusals import NotAllowed, NotFound
from services.tickets import drafts
from services.tickets.merged import merge_of
from services.tickets.standing import allowed

OFFERED = 8
LOOKED_THROUGH = 200


async def merge(actor: User, ticket: Ticket, into: Ticket) -> Ticket:
    """Close `ticket` as a duplicate of `into`, or of what that was merged into, which is given.

    Its people get copies there, read what was said there, and all there read what was said here.
    `NotAllowed` where somebody would read what is not meant for him, and when somebody else was faster.
    """
    target = await _followed(actor, into)
    async with transaction():
        incidents = await incident_links.locked_of(ticket)  # before the tickets, as always
        source, target = await _locked(ticket.id, target.id)
        async with change(actor, ticket, Event.MERGE) as this:
            if target.merged_into_id:
                raise NotAllowed(N_('Somebody else changed this ticket at the same moment. Try again.'))
            await _check(source, target)
            this.close(CloseReason.DUPLICATE)
            this.ticket.merged_into_id = target.id
            passed_on = await Ticket.filter(merged_into_id=source.id).values_list('id', flat=True)
            await Ticket.filter(merged_into_id=source.id).update(merged_into_id=target.id)
            undo = {
                'id': target.id,
                'status': source.status,
                'reason': source.close_reason,
                'passed_on': passed_on,
                'people': await _copy_people(source, target),
                'turn': {
                    'seq': target.last_seq,
                    'is_answered': target.is_answered,
                    'waiting_since': target.waiting_since.isoformat(),
                },
            }
            async with change(actor, target, Event.NOTE) as there:
                await there.say(EntryKind.SYSTEM, data={'merged': source.number})
                if not source.is_closed:
                    there.waits_like(source)
                undo['incidents'] = await incident_links.pass_on(there, incidents)
            await this.say(EntryKind.SYSTEM, data={'merged_into': target.number, **undo})
            await drafts.forget(actor, drafts.ticket_key(ticket, Event.MERGE))
    return there.ticket


async def unmerge(actor: User, ticket: Ticket) -> None:
    """Take a merge back: status and people are as before. `NotAllowed` for others, and after a day."""
    async with transaction():
        merge = await merge_of(await Ticket.get(id=ticket.id))
        if merge is None:
            raise NotAllowed(N_('This ticket is not merged.'))
        await incident_links.locked_of(merge.into)
        await _locked(ticket.id, merge.into.id)
        async with change(actor, ticket, Event.UNMERGE) as this:
            merge = await merge_of(this.ticket)
            if merge is None or not merge.may_be_undone_by(actor.id, this.roles):
                raise NotAllowed(N_('Only who merged it, or a lead, can take it back, within 24 hours.'))
            undo = merge.line.data
            this.ticket.merged_into_id = None
            this.ticket.status = Status(undo['status'])
            this.ticket.close_reason = undo['reason'] and CloseReason(undo['reason'])
            await Ticket.filter(id__in=undo['passed_on']).update(merged_into_id=ticket.id)
            await _remove_people(merge.into, undo['people'])
            await this.say(EntryKind.SYSTEM, data={'unmerged_from': merge.into.number})
            async with change(actor, merge.into, Event.NOTE) as there:
                await _give_back_turn(there, undo.get('turn'))
                await incident_links.take_back(there, undo.get('incidents', ()))
                await there.say(EntryKind.SYSTEM, data={'unmerged': ticket.number})


async def chosen(actor: User, number: str) -> Ticket | None:
    """The ticket with this number, however it is written; None when there is none for him."""
    return await Ticket.visible_to(actor).get_or_none(number=parse_number(number) or '')


async def candidates(actor: User, ticket: Ticket, asked: str = '') -> Sequence[Ticket]:
    """Up to 8 tickets that `ticket` may be merged into, the latest first: by number, or by words of the subject.

    They are sought among the latest of its requester, and of the company where that shares its tickets.
    `NotAllowed` says why the one with that number is none; `NotFound` when there is none.
    """
    if Event.MERGE not in await allowed(ticket, actor):
        raise NotFound
    if number := parse_number(asked):
        target = await chosen(actor, number)
        if target is None:
            raise NotFound
        target = await _followed(actor, target)
        await _check(ticket, target)
        return [target]
    words = fold(asked).split()
    return [one for one in await _latest(ticket) if all(word in fold(f'{one.number} {one.subject}') for word in words)][
        :OFFERED
    ]


async def _followed(actor: User, into: Ticket) -> Ticket:
    """The ticket in which the conversation of `into` goes on. No merge leads to a merged one."""
    found = await Ticket.visible_to(actor).get_or_none(id=into.id)
    if found is None:
        raise NotFound
    return await Ticket.get(id=found.merged_into_id) if found.merged_into_id else found


async def _locked(*ids: int) -> list[Ticket]:
    """The tickets as they are, kept for us: always in the same order, so that two merges do not wait for each other."""
    rows = {row.id: row for row in await Ticket.filter(id__in=ids).order_by('id').select_for_update()}
    return [rows[id_] for id_ in ids]


async def _check(source: Ticket, target: Ticket) -> None:
    """`NotAllowed` where the two cannot become one: above all where somebody would read what is not meant for him."""
    if source.id == target.id:
        raise NotAllowed(N_('A ticket cannot be merged into itself.'))
    if source.organization_id != target.organization_id:
        raise NotAllowed(N_('These tickets are of different companies: one would read what the other wrote.'))
    if source.requester_id != target.requester_id and not await _shares(source.organization_id):
        raise NotAllowed(N_('These people do not share their tickets: one would read what the other wrote.'))
    if target.is_closed and not source.is_closed:
        raise NotAllowed(N_('Ticket %(number)s is closed. Reopen it first.', number=target.number))


async def _shares(organization_id: int | None) -> bool:
    return await Organization.filter(id=organization_id, shares_tickets=True).exists()


async def _latest(ticket: Ticket) -> list[Ticket]:
    """The latest tickets of the people that `ticket` may be merged among, the open ones first."""
    if await _shares(ticket.organization_id):
        theirs = Ticket.filter(organization_id=ticket.organization_id)
    else:
        theirs = Ticket.filter(requester_id=ticket.requester_id, organization_id=ticket.organization_id)
    found: list[Ticket] = []
    for is_closed in (False, True) if ticket.is_closed else (False,):
        found += await theirs.filter(is_closed=is_closed).order_by('-updated_at', '-id').limit(LOOKED_THROUGH)
    return [one for one in found if one.id != ticket.id and one.merged_into_id is None]


async def _give_back_turn(there: Change, turn: Mapping[str, Any] | None) -> None:
    """It is whose turn it was before the merge, unless something was said since, or another ticket merged into it."""
    if turn is None:
        return
    since = await Entry.filter(ticket_id=there.ticket.id, seq__gt=turn['seq'], visibility=Visibility.PUBLIC)
    others = sum('merged' in entry.data for entry in since) - sum('unmerged' in entry.data for entry in since) > 1
    if others or any(entry.kind in SPOKEN for entry in since):
        return
    there.ticket.is_answered = turn['is_answered']
    there.ticket.waiting_since = datetime.fromisoformat(turn['waiting_since'])


async def _copy_people(source: Ticket, target: Ticket) -> list[str]:
    """Put the people of `source` in copy of `target`; the addresses of those who were not there."""
    requester = await User.get(id=source.requester_id)
    people = {one.email: (one.user_id, one.can_reply) for one in await Watcher.filter(ticket_id=source.id)}
    people[requester.email] = (requester.id, True)
    there = {watcher.email for watcher in await Watcher.filter(ticket_id=target.id)}
    there.add((await User.get(id=target.requester_id)).email)
    new = {email: person for email, person in people.items() if email not in there}
    await Watcher.bulk_create(
        Watcher(ticket_id=target.id, email=email, user_id=user_id, can_reply=can_reply, created_at=now())
        for email, (user_id, can_reply) in new.items()
    )
    await _tell(user_id for user_id, _can_reply in new.values())
    return list(new)


async def _remove_people(target: Ticket, emails: Sequence[str]) -> None:
    copied = Watcher.filter(ticket_id=target.id, email__in=list(emails))
    await _tell(watcher.user_id for watcher in await copied)
    await copied.delete()


async def _tell(users: Iterable[int | None]) -> None:
    """Their lists show another ticket now."""
    await announce({f'user:{user_id}' for user_id in users if user_id})
