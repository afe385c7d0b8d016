"""What tells an admin of registrations that wait for a decision: a mark on the menu, a banner at home."""

from models import User
from services.accounts import registration
from services.people.people_directory import TOPIC
from webui.elements import Tag, icon, link, tag
from webui.i18n import _, ngettext
from webui.live import live
from webui.viewer import viewer

WHERE = '/settings/people'


class PendingMark:
    """A number in the `opener` of a menu, and an item in the menu, while somebody waits."""

    def __init__(self, opener: Tag) -> None:
        self._item = link(_('Registrations that wait'), WHERE, 'menu-item', 'user-plus')
        with self._item:
            in_menu = tag('span', '', 'badge', data_tone='warn')
        with opener:
            outside = tag('span', '', 'badge menu-mark', aria_hidden='true')
        self._numbers = (in_menu, outside)
        self._set(0)

    async def show(self, admin: User) -> str:
        """Show how many wait now; gives that in words, nothing when there are none."""
        many = len(await registration.pending(admin))
        self._set(many)
        return _words(many) if many else ''

    def _set(self, many: int) -> None:
        for number in self._numbers:
            number.text = str(many)
            number.set_visibility(bool(many))
        self._item.set_visibility(bool(many))


async def pending_banner() -> None:
    """Draw the banner; nothing while nobody waits."""
    with tag('div', '', 'banner', data_tone='warn', role='status') as banner:
        icon('user-plus')
        with tag('span'):
            words = tag('b')
            tag('span', ' ')
            link(_('Decide'), WHERE)

    async def show() -> None:
        many = len(await registration.pending(await viewer()))
        words.text = _words(many)
        banner.set_visibility(bool(many))

    await live([TOPIC], show)


def _words(many: int) -> str:
    return ngettext('%(n)d registration waits for your decision.', '%(n)d registrations wait for your decision.', many)
