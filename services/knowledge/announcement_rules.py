"""Who may announce something, and for how long and how widely the home page shows it (S2-1, S3-6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from models import Announcement, User
from models.user import UserRole
from services import audiences
from services.clock import now
from services.language import N_, Text
from services.limits import between
from services.refusals import NotAllowed
from services.settings import load

Publishers = Literal['agents', 'leads', 'admins']
LEADS = frozenset({UserRole.LEAD, UserRole.ADMIN})
ALLOWED: Mapping[str, frozenset[UserRole]] = {
    'agents': LEADS | {UserRole.AGENT},
    'leads': LEADS,
    'admins': frozenset({UserRole.ADMIN}),
}
MOST_CARDS, MOST_NAMES = 6, 20


@dataclass(frozen=True)
class Announcing:
    """The home page shows `home_cards` with their words and names `home_names`, for `recent_days` from their beginning.

    0 days: until they end; one that is pinned stays in any case. `pins` and `on_kiosk` are what a new one begins with.
    """

    publishers: Publishers = 'agents'
    home_cards: int = 2
    home_names: int = 4
    recent_days: int = 0
    pins: bool = False
    on_kiosk: bool = False

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {
            'publishers': None if self.publishers in get_args(Publishers) else N_('Choose one of the options'),
            'home_cards': between(self.home_cards, 0, MOST_CARDS),
            'home_names': between(self.home_names, 0, MOST_NAMES),
            'recent_days': between(self.recent_days, 0, 365),
        }
        return {name: problem for name, problem in found.items() if problem}

    def allows(self, person: User) -> bool:
        """Whether he may write announcements, change them and take them away."""
        return person.role in ALLOWED[self.publishers]

    def recent(self, rows: Sequence[Announcement]) -> list[Announcement]:
        """What of all that is told now is news enough for the home page."""
        if not self.recent_days:
            return list(rows)
        since = now() - timedelta(days=self.recent_days)
        return [row for row in rows if row.is_pinned or row.starts_at > since]


async def check_publisher(actor: User | None) -> User:
    """The actor as the database knows him now. `NotAllowed` for who may not announce anything."""
    person = await audiences.check_desk(actor)
    if not (await load(Announcing)).allows(person):
        raise NotAllowed(N_('Announcing is for others in this desk: an administrator says for whom.'))
    return person
