"""Registrations that nobody confirms are deleted, so that an address that somebody else typed is free again (S3-11)."""

from collections.abc import Collection
from typing import Any

from models import AuditLog, TermsAcceptance, Token, User
from models.db.transaction import transaction
from services import audit
from services.accounts import waiting
from services.announce import announce
from services.clock import now
from services.people.person_references import REFERENCES
from services.search import search_index

KEPT = waiting.LIFETIME  # so long the browser that registered can ask for the link again
ENDS_TOO = frozenset({AuditLog, TermsAcceptance, Token})  # what a registration makes; a line of the log only loses him


async def sweep() -> None:
    """Delete those of some days ago that no link can confirm any more, and to whom nothing else refers.

    Who was taken out of use by an admin stays so, and what others have made has no password.
    """
    old = User.filter(verified_at=None, is_active=True, created_at__lt=now() - KEPT).exclude(password_hash=None)
    if not await old.exists():
        return
    async with transaction():
        people = {person.id: person for person in await old.order_by('id').select_for_update()}
        for id_ in await _needed(people):
            people.pop(id_, None)
        for person in people.values():
            await search_index.forget_person(person)
            await audit.record('registration_deleted', subject=person.email)
        await User.filter(id__in=list(people)).delete()
        if people:
            await announce({'people'})


async def _needed(ids: Collection[int]) -> set[int]:
    """Of these people, those whom a link still lets in, and those to whom something refers."""
    alive: Any = Token.filter(user_id__in=list(ids), expires_at__gt=now(), used_at=None)
    found = set(await alive.values_list('user_id', flat=True))
    for model, field in REFERENCES:
        if model not in ENDS_TOO:
            rows: Any = model.filter(**{f'{field}__id__in': list(ids)})
            found |= set(await rows.values_list(f'{field}__id', flat=True))
    return found
