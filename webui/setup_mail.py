"""The sixth step: mail. Whether the desk can send shows at once, by a mail to whoever asks."""

from collections.abc import Mapping
from dataclasses import replace

from models.mail_out import MailOut, MailStatus
from services import mail_test, settings
from services.doctor import masked
from services.env import env
from services.language import N_, Text
from services.mail_text import MailSettings
from services.preset_contents import ANSWERS
from services.setup import Setup
from webui.actions import action
from webui.elements import button, heading, icon, tag
from webui.forms import Values
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.setup_frame import step_foot, step_form, step_page
from webui.ticket_facts import facts_markup
from webui.viewer import viewer

STEP = 'mail'
POLICIES: Mapping[str, Text] = {
    'accept': N_('Mail or portal'),
    'prefer_portal': N_('Better the portal'),
    'portal_only': N_('The portal only'),
}


async def draw(known: Setup) -> None:
    mail = await settings.load(MailSettings)
    with step_page(STEP, known, _('The desk tells people by mail what is new in their tickets.')):
        await _TestCard().draw()
        _intake()
        form = step_form(STEP, known, _save, _('Answers'), _('Where customers answer a mail of ours.'))
        options = [(policy, _(word), _(ANSWERS[policy])) for policy, word in POLICIES.items()]
        form.cards('reply_policy', _('Customers answer'), options, value=mail.reply_policy)
        step_foot(form, STEP, known)


async def _save(values: Values) -> None:
    mail = await settings.load(MailSettings)
    policy = values.get('reply_policy', '')
    await settings.save(await viewer(), replace(mail, reply_policy=policy if policy in POLICIES else mail.reply_policy))


def _intake() -> None:
    """Where mail comes in."""
    with tag('section', '', 'card', aria_label=_('Incoming mail')):
        with tag('div', '', 'card-head'):
            heading(_('Incoming mail'), 2, 'card-title')
        with tag('div', '', 'card-body stack-tight'):
            if env().imap_url:
                fill(rich('dl', 'facts'), facts_markup([(_('Mailbox'), masked('imap_url', env().imap_url))]))
            else:
                tag('p', _('Off: customers write in the portal. MESA_IMAP_URL names the mailbox that is read.'))
            tag('p', _('The command doctor checks it on the server.'), 'muted small')


class _TestCard:
    """The mail server, with its passwords masked, and a mail that shows whether it takes ours."""

    async def draw(self) -> None:
        self._mail_id = 0
        with tag('section', '', 'card', aria_label=_('Outgoing mail')):
            with tag('div', '', 'card-head'):
                heading(_('Outgoing mail'), 2, 'card-title')
            with tag('div', '', 'card-body stack-tight'):
                server = masked('smtp_url', env().smtp_url) or _('None')
                fill(rich('dl', 'facts'), facts_markup([(_('Server'), server), (_('Sender'), env().mail_from)]))
                if not env().smtp_url:
                    tag('p', _('Mails wait in the outbox until MESA_SMTP_URL names a mail server. Then test it here.'))
                with tag('div', '', 'form-foot'):
                    to = (await viewer()).email
                    button(_('Send a test mail to %(address)s', address=to), self._send, icon_name='send').classes(
                        'setup-send'
                    )
                self._result = tag('p', '', 'setup-result', role='status')
        await live(['outbox'], self._show)

    @action
    async def _send(self) -> None:
        self._mail_id = await mail_test.send(await viewer())
        await self._show()

    async def _show(self) -> None:
        if not self._mail_id:
            return
        mail = await mail_test.result(await viewer(), self._mail_id)
        tone, icon_name, words = _state(mail)
        self._result.clear()
        self._result.props['data-tone'] = tone
        with self._result:
            icon(icon_name)
            tag('span', words)


def _state(mail: MailOut) -> tuple[str, str, str]:
    """Tone, icon and words of what became of it."""
    if mail.status == MailStatus.SENT:
        return (
            'ok',
            'circle-check',
            _('The mail server has taken it. Look whether it arrives at %(address)s.', address=mail.to_address),
        )
    if mail.status == MailStatus.FAILED:
        return 'bad', 'circle-x', _('The mail server refused it: %(reason)s', reason=mail.last_error)
    if mail.last_error:
        return (
            'warn',
            'triangle-alert',
            _('It could not be sent yet, and is tried again: %(reason)s', reason=mail.last_error),
        )
    if not env().smtp_url:
        return 'warn', 'circle-pause', _('It waits in the outbox: no mail server is set.')
    return 'info', 'clock', _('It is being sent…')
