"""The audit log: what was done outside tickets."""

from typing import Any

from models import AuditLog, User
from services.announce import announce
from services.clock import now
from services.whence import whence

TOPIC = 'audit'


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
