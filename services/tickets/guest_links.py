"""The link by which somebody in copy without an account reads that one ticket (S3-18): `/guest/{id}.{signature}`.

It holds a copy's id and our signature; nothing of it is stored. It ends with the copy, or some days after its ticket.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from datetime import timedelta

from tortoise.expressions import Q

from models import Watcher
from services import settings
from services.clock import now
from services.env import env, secret
from services.refusals import NotFound

_PROOF = re.compile(r'(\d{1,9})\.([a-z2-7]{32})', re.ASCII)


def guest_proof(watcher: Watcher) -> str:
    """What stands in the link of `watcher`: 160 bits of signature in lower case, as some servers fold the case.

    An id may be given a second time after its copy was removed, an instant is not.
    """
    signed = f'guest:{watcher.id}:{watcher.ticket_id}:{watcher.email}:{watcher.created_at.isoformat()}'
    signature = hmac.digest(secret(), signed.encode(), 'sha256')[:20]
    return f'{watcher.id}.{base64.b32encode(signature).decode().lower()}'


def guest_link(watcher: Watcher) -> str:
    return f'{env().base_url}/guest/{guest_proof(watcher)}'


async def by_proof(proof: str) -> Watcher:
    """The copy, with its ticket, whose link has this proof. `NotFound` for all others, and when the link has ended."""
    found = (await living([proof])).get(proof)
    if found is None:
        raise NotFound
    return found


async def living(proofs: Iterable[str]) -> dict[str, Watcher]:
    """Which of these links are good now. One statement, besides the settings."""
    ids = {proof: int(match[1]) for proof in proofs if (match := _PROOF.fullmatch(proof))}
    if not ids:
        return {}
    kept = timedelta(days=(await settings.load(settings.GuestLinks)).days_after_closing)
    is_open = Q(ticket__closed_at__isnull=True) | Q(ticket__closed_at__gt=now() - kept)
    found = Watcher.filter(is_open, id__in=list(ids.values()), user_id=None).select_related('ticket')
    good = {watcher.id: watcher for watcher in await found}
    return {
        proof: good[id_]
        for proof, id_ in ids.items()
        if id_ in good and hmac.compare_digest(proof.encode(), guest_proof(good[id_]).encode())
    }
