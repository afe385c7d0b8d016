"""Screens on walls: links that show a board without anybody signing in, until they are revoked."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from models import Kiosk, Organization, User
from models.audience import Reader
from models.db.transaction import transaction
from services import audit
from services.accounts.sessions import fingerprint
from services.announce import announce
from services.clock import now
from services.env import env
from services.language import N_, Text
from services.refusals import Invalid, NotFound
from services.settings import check_admin

LONGEST_NAME = 80
EVERYTHING = 'all'  # of what a link shows; otherwise nothing, or the id of a company
PUBLIC = Reader()


def reader_of(kiosk: Kiosk | None) -> Reader:
    """Whom a screen counts as: a visitor, the people of its company, or the desk."""
    if kiosk is None:
        return PUBLIC
    if kiosk.shows_all:
        return Reader(is_staff=True, is_signed_in=True)
    if kiosk.organization_id is not None:
        return Reader(is_signed_in=True, organization_id=kiosk.organization_id)
    return PUBLIC


async def by_token(token: str) -> Kiosk:
    """The screen whose link has this token. `NotFound` when it has been revoked, or never was."""
    found = await Kiosk.get_or_none(token_hash=fingerprint(token), revoked_at=None)
    if found is None:
        raise NotFound
    return found


async def living(ids: Collection[int]) -> frozenset[int]:
    """Which of these screens may still show anything. Always one statement: it also says that the database answers."""
    return frozenset(row['id'] for row in await Kiosk.filter(id__in=list(ids) or [0], revoked_at=None).values('id'))


async def kiosks(actor: User) -> list[Kiosk]:
    """All links with their companies, those in use first, for an admin."""
    await check_admin(actor)
    found = await Kiosk.all().select_related('organization').order_by('name', 'id')
    return sorted(found, key=lambda kiosk: kiosk.revoked_at is not None)


async def create(actor: User, values: Mapping[str, Any]) -> str:
    """Make a screen of `values`, a form's; gives its link, which nobody will see again.

    `name`; `shows`: empty for the public board, `all`, or a company's id; `options.figures` and
    `options.chimes`, or not; `night_from` and `night_to`: empty, or `21:30`, in the zone of the board.
    """
    given = await _checked(values, await companies(actor))
    token = secrets.token_urlsafe(32)
    async with transaction():
        kiosk = await Kiosk.create(token_hash=fingerprint(token), created_at=now(), **given)
        await audit.record('kiosk_created', actor=actor, subject=kiosk.name, after=given)
        await announce({'kiosks'})
    return f'{env().base_url}/kiosk/{token}'


async def revoke(actor: User, kiosk_id: int) -> None:
    """End a link: whatever shows it goes dark within seconds."""
    await check_admin(actor)
    async with transaction():
        kiosk = await Kiosk.filter(id=kiosk_id, revoked_at=None).select_for_update().get_or_none()
        if kiosk is None:
            raise NotFound
        kiosk.revoked_at = now()
        await kiosk.save(update_fields=['revoked_at'])
        await audit.record('kiosk_revoked', actor=actor, subject=kiosk.name)
        await announce({'kiosks'})


async def companies(actor: User) -> list[tuple[str, str]]:
    """(id, name) of those whose part of the board a screen may show, for an admin."""
    await check_admin(actor)
    return [(str(row['id']), row['name']) for row in await Organization.all().order_by('name').values('id', 'name')]


async def _checked(values: Mapping[str, Any], companies: Sequence[tuple[str, str]]) -> dict[str, Any]:
    problems: dict[str, Text] = {}
    name, shows = str(values.get('name', '')).strip(), str(values.get('shows', ''))
    if not name or len(name) > LONGEST_NAME:
        problems['name'] = N_('Write a name of at most %(n)d characters', n=LONGEST_NAME)
    if shows not in ('', EVERYTHING, *dict(companies)):
        problems['shows'] = N_('Choose one of the list')
    night = {}
    for field in ('night_from', 'night_to'):
        try:
            night[field] = _minutes(str(values.get(field, '')))
        except ValueError:
            problems[field] = N_('Write a time, such as 21:30')
    if not problems and (night['night_from'] is None) != (night['night_to'] is None):
        problems['night_to'] = N_('Write both times, or none')
    if problems:
        raise Invalid(problems)
    return {
        'name': name,
        'shows_all': shows == EVERYTHING,
        'organization_id': int(shows) if shows.isdigit() else None,
        'shows_figures': 'options.figures' in values,
        'chimes': 'options.chimes' in values,
        **night,
    }


def _minutes(text: str) -> int | None:
    """The minute of the day of `21:30`. ValueError for what is no time."""
    if not text.strip():
        return None
    hours, minutes = map(int, text.split(':'))
    if not (0 <= hours < 24 and 0 <= minutes < 60):
        raise ValueError(text)
    return hours * 60 + minutes
