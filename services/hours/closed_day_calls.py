"""Calls on weekends and holidays: a desk may take them only for what cannot wait (S4-14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.clock import now
from services.hours.opening_hours import calendar_of, opening
from services.language import N_, Text
from services.refusals import Invalid
from services.settings import load


@dataclass(frozen=True)
class ClosedDayCalls:
    """Whether a ticket opened by phone on a day on which its department is closed needs one of the `REASONS`.

    Not unless a desk says so: elsewhere a technician opens a ticket in every case (S3-27).
    """

    needs_reason: bool = False


class ClosedDayReason(StrEnum):
    """Why it cannot wait for the next opening."""

    TOTAL = 'total'
    CANNOT_INVOICE = 'cannot_invoice'


REASONS: Mapping[str, Text] = {
    ClosedDayReason.TOTAL: N_('Total failure: nothing works'),
    ClosedDayReason.CANNOT_INVOICE: N_('They cannot invoice while a guest or client waits'),
}


async def needs_reason(department_id: int) -> bool:
    """Whether a call that becomes a ticket of this department needs a reason now."""
    if not (await load(ClosedDayCalls)).needs_reason:
        return False
    return opening(await calendar_of(department_id), now()).is_day_off


async def checked(department_id: int, reason: str) -> str:
    """The reason, where one is asked for; '' where it is not. `Invalid` for none."""
    if not await needs_reason(department_id):
        return ''
    if reason not in REASONS:
        told = N_('Closed today: by phone only what cannot wait. Choose why, or let them write in the portal.')
        raise Invalid({'closed_day': told})
    return reason
