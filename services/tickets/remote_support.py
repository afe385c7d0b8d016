"""Remote support (S0-27): the technician makes a code for one ticket, its customer types it there, both are connected.

What shows the screen is a program of its own (remote_program.py); both get its link. A code is good once.
Whoever guesses must be of that ticket, has few tries, and all of them are on its timeline.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from models import Ticket, Token, User
from models.entry import EntryKind
from models.lifecycle import Event, Status
from models.token import TokenPurpose
from services import brakes
from services.brakes import Pace
from services.change import change
from services.clock import now
from services.env import secret
from services.language import N_
from services.mail.mail_auth import sign
from services.refusals import Invalid, NotAllowed
from services.settings import load
from services.shared import shared
from services.tickets.remote_program import FEWEST_DIGITS, MOST_DIGITS, RemoteSupport

LONGEST = timedelta(hours=4)  # after which nobody is taken for connected any more
TRIES = Pace('remote', burst=5, seconds=60)


@dataclass(frozen=True)
class Remote:
    """A code that waits to be typed, or a connection. `technician` made the code; it holds until `until`."""

    technician: User
    is_connected: bool
    since: datetime
    until: datetime
    session: str


async def shown(ticket: Ticket) -> Remote | None:
    """The same as `state`, read once for all open pages of the ticket."""
    kept = await shared(('remote', ticket.id), [f'ticket:{ticket.id}'], lambda: _token(ticket))
    return _remote(ticket, kept)


async def state(ticket: Ticket) -> Remote | None:
    """What there is of remote support in a ticket now."""
    return _remote(ticket, await _token(ticket))


def _remote(ticket: Ticket, token: Token | None) -> Remote | None:
    if ticket.status == Status.CLOSED:
        return None
    if token is None or token.expires_at <= now():
        return None
    assert token.user is not None
    session = sign(f'remote:{token.id}')
    return Remote(token.user, token.used_at is not None, token.used_at or token.created_at, token.expires_at, session)


async def offer(actor: User, ticket: Ticket) -> str:
    """Make a code for the ticket; older ones of it end. Nobody will see it again: only a hash is kept."""
    async with change(actor, ticket, Event.OFFER_REMOTE) as this:
        before = await state(this.ticket)
        if before and before.is_connected:
            raise NotAllowed(N_('Remote support is connected already.'))
        await _tokens(ticket).delete()
        program = await load(RemoteSupport)
        code = ''.join(secrets.choice('0123456789') for _ in range(program.code_digits))
        await Token.create(
            purpose=TokenPurpose.REMOTE,
            token_hash=_fingerprint(ticket, code),
            user_id=actor.id,
            ticket_id=ticket.id,
            created_at=this.now,
            expires_at=this.now + timedelta(minutes=program.lifetime_minutes),
        )
        await this.say(EntryKind.REMOTE, data={'remote': 'offered'})
    return code


async def join(actor: User, ticket: Ticket, typed: object) -> None:
    """Connect with the code that the technician gave, however it is spaced.

    `Invalid` tells whether it is wrong, too old or used; a wrong one is on the timeline too. `TooMany`.
    """
    code = ''.join(typed.split()).replace('-', '') if isinstance(typed, str) else ''
    if not (FEWEST_DIGITS <= len(code) <= MOST_DIGITS and code.isascii() and code.isdigit()):  # of any setting
        raise Invalid({'code': N_('The code has %(digits)d digits.', digits=(await load(RemoteSupport)).code_digits)})
    async with change(actor, ticket, Event.JOIN_REMOTE) as this:
        await brakes.attempt((TRIES, str(ticket.id)))
        token = await _token(ticket)
        is_it = token is not None and hmac.compare_digest(token.token_hash, _fingerprint(ticket, code))
        problem = None
        if token is None or not is_it:
            problem = N_('That is not the code of this ticket. Check its digits.')
        elif token.used_at:
            problem = N_('This code has been used already. Ask your technician for a new one.')
        elif token.expires_at <= this.now:
            problem = N_('This code has expired. Ask your technician for a new one.')
        else:
            await Token.filter(id=token.id).update(used_at=this.now, expires_at=this.now + LONGEST)
        await this.say(EntryKind.REMOTE, data={'remote': 'refused' if problem else 'connected'})
    if problem:  # only now: the try stays on the timeline
        raise Invalid({'code': problem})


async def end(actor: User, ticket: Ticket) -> None:
    """End the connection, or take the code back. A second time it does nothing."""
    async with change(actor, ticket, Event.END_REMOTE) as this:
        if await _tokens(ticket).delete():
            await this.say(EntryKind.REMOTE, data={'remote': 'ended'})


async def sweep() -> None:
    """Delete codes and connections that are long over."""
    await Token.filter(purpose=TokenPurpose.REMOTE, expires_at__lt=now() - LONGEST).delete()


def _tokens(ticket: Ticket) -> QuerySet[Token]:
    return Token.filter(ticket_id=ticket.id, purpose=TokenPurpose.REMOTE)


async def _token(ticket: Ticket) -> Token | None:
    return await _tokens(ticket).order_by('-id').select_related('user').first()


def _fingerprint(ticket: Ticket, code: str) -> str:
    """Keyed: a hash of a few digits alone would be no secret to who reads the database."""
    return hmac.new(secret(), f'remote:{ticket.id}:{code}'.encode(), 'sha256').hexdigest()
