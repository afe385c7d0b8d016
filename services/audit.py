"""The audit log: what was done outside tickets."""

from datetime import datetime
from typing import Any, NamedTuple

from models import AuditLog, User
from services.announce import announce
from services.clock import now
from services.whence import whence

TOPIC = 'audit'


class Last(NamedTuple):
    """Who did something last, and when; nobody where nobody has, or nobody we know."""

    name: str = ''
    at: datetime | None = None


async def record(
    action: str,
    *,
    actor: User | None = None,
    subject: str = '',
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    ip: str = '',
) -> None:
    """Write that `actor`, or nobody we know, did `action` to `subject`. Inside a transaction it is part of it.

    Without `ip` it was done from where the request came. No secret may stand in `before` and `after`.
    """
    await AuditLog.create(
        at=now(),
        actor_id=actor.id if actor else None,
        action=action,
        subject=subject[:120],
        before=before or {},
        after=after or {},
        ip=(ip or whence())[:45],
    )
    await announce({TOPIC})


async def last(action: str, subject: str) -> Last:
    """Who did `action` to `subject` last."""
    row = await AuditLog.filter(action=action, subject=subject).order_by('-id').select_related('actor').first()
    return Last(row.actor.full_name if row.actor else '', row.at) if row else Last()
