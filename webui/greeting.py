"""What the home page begins with: the desk and its welcome for visitors (S0-1, S3-4), a name for who is signed in."""

from models import User
from services.settings import Desk
from webui.elements import heading, tag
from webui.i18n import _


class Greeting:
    """Draws it; `show` says what the desk calls itself now."""

    def __init__(self, viewer: User | None) -> None:
        self._is_known = viewer is not None
        if viewer:
            heading(_('Hello, %(name)s. How can we help you?', name=viewer.first_name))
            return
        self._centre = tag('p', '', 'muted centre')
        self._welcome = heading('')
        tag(
            'p',
            _(
                'It is the single point of contact where users can request technology services, report incidents and '
                'know their state.'
            ),
            'lead',
        )
        with tag('p', '', 'small muted'):
            tag('span', _('You are not signed in as a registered user.'))

    def show(self, desk: Desk) -> None:
        if self._is_known:
            return
        self._centre.text = f'{desk.name} – {desk.centre}'
        self._centre.set_visibility(bool(desk.centre))
        self._welcome.text = desk.welcome or _('Welcome to our support centre')
