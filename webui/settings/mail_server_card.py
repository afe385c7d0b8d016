"""Outgoing mail: the server, its passwords masked, whom mails come from, and whether it takes what the desk sends."""

from email.utils import parseaddr

from services import settings
from services.doctor import masked
from services.env import env
from services.language import N_
from services.mail import mail_test, outbox_state
from services.mail.mail_relay import sender
from services.mail.mail_text import MailSettings
from services.settings import Desk
from webui.actions import action
from webui.elements import button, heading, icon, tag
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.settings.sent_mail import SentMail
from webui.tickets.ticket_facts import facts_markup
from webui.viewer import viewer

WITHOUT = N_('Without MESA_SMTP_URL mails wait in the outbox. Set it, start the server again and test it here.')


class MailServerCard:
    """Draws the card; what was tried is told below its buttons."""

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Outgoing mail')):
            with tag('div', '', 'card-head'):
                heading(_('Outgoing mail'), 2, 'card-title')
            with tag('div', '', 'card-body stack-tight'):
                self._facts = rich('dl', 'facts')
                if not env().smtp_url:
                    tag('p', _(WITHOUT))
                with tag('div', '', 'form-foot'):
                    button(_('Test the connection'), self._connect, icon_name='network')
                    to = (await viewer()).email
                    send = button(_('Send a test mail to %(address)s', address=to), icon_name='send')
                self._connection = tag('p', '', 'sent-mail', role='status')
                mail = SentMail(self._write)
                send.on('click', mail.send, args=[])
                await mail.follow()
        await live(['settings'], self._show)

    async def _show(self) -> None:
        await settings.load(Desk)
        await settings.load(MailSettings)
        name, address = parseaddr(env().mail_from)
        server = masked('smtp_url', env().smtp_url) or _('No server')
        called = sender() or name
        shown = f'{called} <{address}>' if called else address
        fill(self._facts, facts_markup([(_('Server'), server), (_('Sender'), shown)]))

    @staticmethod
    async def _write() -> int:
        return await mail_test.send(await viewer())

    @action
    async def _connect(self) -> None:
        self._tell('info', 'clock', _('Connecting…'))
        problem = await outbox_state.try_connection(await viewer())
        if problem:
            self._tell('bad', 'circle-x', _(problem))
        else:
            self._tell('ok', 'circle-check', _('The mail server lets us in.'))

    def _tell(self, tone: str, icon_name: str, words: str) -> None:
        self._connection.clear()
        self._connection.props['data-tone'] = tone
        with self._connection:
            icon(icon_name)
            tag('span', words)
