"""What the home page begins with: the desk and its welcome for visitors (S0-1, S3-4), a name for who is signed in."""

from models import User
from services.sayings import SinglePoint, Welcome, said
from services.settings import Desk
from webui.elements import heading, tag
from webui.i18n import _, saying


class Greeting:
    """Draws it; `show` says what the desk calls itself now."""

    def __init__(self, viewer: User | None) -> None:
        self._is_known = viewer is not None
        if viewer:
            self._hello = heading('')
            return
        self._centre = tag('p', '', 'muted centre')
        self._welcome = heading('')
        self._about = tag('p', '', 'lead')
        with tag('p', '', 'small muted'):
            tag('span', _('You are not signed in as a registered user.'))

    async def show(self, desk: Desk, viewer: User | None) -> None:
        if self._is_known and viewer:
            self._hello.text = _('Hello, %(name)s. How can we help you?', name=viewer.first_name)
        if self._is_known:
            return
        self._centre.text = f'{desk.name} – {desk.centre}'
        self._centre.set_visibility(bool(desk.centre))
        self._welcome.text = saying(await said(Welcome))
        self._about.text = saying(await said(SinglePoint))
