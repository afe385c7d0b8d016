"""Settings that an admin edits: one dataclass per group = one row = one card = one Save = one line of the audit log."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from models import Setting, User
from models.db.transaction import in_transaction, transaction
from models.lifecycle import CloseReason
from models.user import UserRole
from services import audit
from services.announce import announce
from services.brand import colour_problem, logo_problem
from services.clock import now
from services.language import N_, Text
from services.limits import between
from services.mail.addresses import is_address
from services.phone_number import phone_problem
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed, Overtaken
from services.shared import shared

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class Desk:
    """The desk's name and its official channels, all shown on the home page (S0-9, S0-12).

    `centre` stands behind the name on the home page (S3-4). `colour` (`#rrggbb`) takes the place of our accent, and
    `logo`, an image as a `data:` address, that of our mark; what the desk says is in services/sayings.py.
    """

    name: str = 'Mesa Viva'
    centre: str = ''
    mail: str = ''
    phone: str = ''
    mobile: str = ''
    colour: str = ''
    logo: str = ''

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {
            'name': text_problem(self.name, longest=60, required=N_('Write the name.'), one_line=True),
            'centre': text_problem(self.centre, longest=120, one_line=True),
            'colour': colour_problem(self.colour),
            'logo': logo_problem(self.logo),
            'mail': None if not self.mail or is_address(self.mail) else N_('Write a mail address'),
            'phone': phone_problem(self.phone),
            'mobile': phone_problem(self.mobile),
        }
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class Closing:
    """What can be done with a closed ticket, and for how long.

    `reopen_days` says per close reason for how many days its requester may reopen it; a reason that is not named, or 0:
    he goes on in a new one (1.6-c). `rating_days` is how long it may be rated, and the rating changed (S0-8), and
    `undo_seconds` how long a person may take his own closing back (S3-22).
    """

    reopen_days: Mapping[str, int] = field(
        default_factory=lambda: {
            reason.value: 7 for reason in (CloseReason.CONFIRMED, CloseReason.AUTO_CONFIRMED, CloseReason.BY_REQUESTER)
        }
    )
    rating_days: int = 7
    undo_seconds: int = 10

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {f'reopen_days.{reason}': between(days, 0, 365) for reason, days in self.reopen_days.items()}
        found |= {'rating_days': between(self.rating_days, 0, 365), 'undo_seconds': between(self.undo_seconds, 0, 600)}
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class GuestLinks:
    """How long somebody in copy without an account reads a ticket after it was closed (S3-18).

    Two weeks: long enough to find the solution after a holiday, and to see it opened again.
    """

    days_after_closing: int = 14


@dataclass(frozen=True)
class Outgoing:
    """Which networks that are not public, such as 10.1.0.0/16, probes and webhooks may connect to all the same.

    None: a desk must not be the way into the network that it stands in, nor to the keys of a cloud's metadata service.
    """

    private_networks: list[str] = field(default_factory=list)


_last: dict[type, Any] = {}
Group = TypeVar('Group', bound='DataclassInstance')
Kept = TypeVar('Kept')


async def load(group: type[Group]) -> Group:
    """The settings of a group, as saved last; its defaults for what nobody has set."""
    # A transaction reads for itself: what is shared is read by another task, which may have to wait for its end.
    if in_transaction():
        return await _stored(group)
    return await shared(('setting', group), ['settings'], lambda: _stored(group))


def last(group: type[Group]) -> Group:
    """The settings of a group as this process has read them last: for what must not ask the database."""
    if group not in _last:
        _last[group] = group()
    known: Group = _last[group]
    return known


@dataclass(frozen=True)
class Stored(Generic[Kept]):
    """What is stored, and who saved it last and when; nobody, where nobody has."""

    value: Kept
    name: str = ''
    at: datetime | None = None


async def stored(group: type[Group]) -> Stored[Group]:
    """A group as the database has it now, for the form that changes it."""
    row = await Setting.filter(key=_key(group)).select_related('updated_by').get_or_none()
    if row is None:
        return Stored(group())
    return Stored(_read(group, row.value), row.updated_by.full_name if row.updated_by else '', row.updated_at)


async def save(actor: User, value: Group, started: Group | None = None) -> None:
    """Store a group. `started` is what its form was filled with, where there was one.

    `NotAllowed` for anybody but an admin, `Invalid` where the group's `problems` say what is wrong, `Overtaken` where
    something else than `started` is stored by now.
    """
    await check_admin(actor)
    check(value)
    key = _key(type(value))
    async with transaction():
        await hold(type(value))
        kept = await stored(type(value))
        if started is not None and kept.value != started:
            raise Overtaken(kept.name, kept.at)
        await Setting.bulk_create(
            [Setting(key=key, value=asdict(value), updated_at=now(), updated_by_id=actor.id)],
            on_conflict=['key'],
            update_fields=['value', 'updated_at', 'updated_by_id'],
        )
        before, after = asdict(kept.value), asdict(value)
        await audit.record('settings_saved', actor=actor, subject=key, before=before, after=after)
        await announce({'settings'})


async def hold(group: type[Group]) -> None:
    """Let whoever else changes the group wait for the end of this transaction."""
    key = _key(group)
    await Setting.bulk_create([Setting(key=key, value={}, updated_at=now())], ignore_conflicts=True)  # a row to lock
    await Setting.filter(key=key).select_for_update().get()


async def check_admin(actor: User) -> None:
    """Ask the database whether `actor` may set up the desk. `NotAllowed` for anybody but an admin."""
    if not await User.exists(id=actor.id, is_active=True, role=UserRole.ADMIN):
        raise NotAllowed(N_('Only an administrator may change the settings.'))


def check(value: object) -> None:
    """`Invalid` where `value.problems()`, if there is such a thing, finds some."""
    find = getattr(value, 'problems', None)
    if find and (problems := find()):
        raise Invalid(problems)


async def _stored(group: type[Group]) -> Group:
    row = await Setting.get_or_none(key=_key(group))
    _last[group] = found = _read(group, row.value) if row else group()
    return found


def _key(group: type[Group]) -> str:
    return group.__name__.lower()


def _read(group: type[Group], values: dict[str, Any]) -> Group:
    """Keys that the group no longer has are passed over."""
    return group(**{one.name: values[one.name] for one in fields(group) if one.name in values})
