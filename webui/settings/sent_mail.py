"""What becomes of a mail that an admin sends himself, told as it happens."""

from collections.abc import Awaitable, Callable

from models import MailOut
from models.mail_out import MailStatus
from services.env import env
from services.mail import mail_test
from webui.actions import action
from webui.elements import icon, tag
from webui.i18n import _
from webui.live import live
from webui.viewer import viewer


class SentMail:
    """A line that says how the last mail does that `send` wrote; it gives the id of the mail."""

    def __init__(self, send: Callable[[], Awaitable[int]]) -> None:
        self._send, self._mail_id = send, 0
        self._result = tag('p', '', 'sent-mail', role='status')

    async def follow(self) -> None:
        """Keep saying it."""
        await live(['outbox'], self._show)

    @action
    async def send(self) -> None:
        self._mail_id = await self._send()
        await self._show()

    async def _show(self) -> None:
        if not self._mail_id:
            return
        tone, icon_name, words = _state(await mail_test.result(await viewer(), self._mail_id))
        self._result.clear()
        self._result.props['data-tone'] = tone
        with self._result:
            icon(icon_name)
            tag('span', words)


def _state(mail: MailOut) -> tuple[str, str, str]:
    """Tone, icon and words of what became of it."""
    reason, address = mail.last_error, mail.to_address
    if mail.status == MailStatus.SENT:
        words = _('The mail server has taken it. Look whether it arrives at %(address)s.', address=address)
        return 'ok', 'circle-check', words
    if mail.status == MailStatus.FAILED:
        return 'bad', 'circle-x', _('The mail server refused it: %(reason)s', reason=reason)
    if reason:
        words = _('It could not be sent yet, and is tried again: %(reason)s', reason=reason)
        return 'warn', 'triangle-alert', words
    if not env().smtp_url:
        return 'warn', 'circle-pause', _('It waits in the outbox: no mail server is set.')
    return 'info', 'clock', _('It is being sent…')
