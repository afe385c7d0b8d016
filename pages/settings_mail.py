"""`/settings/mail`: how the desk writes, what it says, whether its mails arrive (S0-13, S2-3, S3-19; spec 1.6-a)."""

from services.mail.mail_text import MailSettings
from services.refusals import NotFound
from webui.elements import heading, link, tag
from webui.form.settings_card import group_card
from webui.i18n import _
from webui.routing import Access
from webui.settings.mail_fields import incoming_card, policy_fields
from webui.settings.mail_server_card import MailServerCard
from webui.settings.mail_words import MAILS
from webui.settings.outbox_card import OutboxCard
from webui.settings.wording_fields import wording_card
from webui.shell.settings_frame import section, shell

ADDRESS = '/settings/mail'
OF_POLICY = ('reply_policy', 'sender_name', 'attached_kb')


@shell.page('/settings/mail', Access.ADMIN)
async def settings_mail() -> None:
    with section('mail', _('The desk tells people by mail what is new in their tickets.')):
        about = _('What every mail about a ticket says of answers. It holds from the next mail on.')
        await group_card(MailSettings, _('Answers and sender'), policy_fields, about=about, only=OF_POLICY)
        _mails()
        await MailServerCard().draw()
        await incoming_card()
        await OutboxCard().draw()


@shell.page('/settings/mail/{name}', Access.ADMIN)
async def settings_mail_words(name: str) -> None:
    """The words of one mail."""
    if name not in MAILS:
        raise NotFound
    with section('mail', _('Texts of the mails')):
        with tag('p', '', 'form-foot'):
            link(_('All mails'), ADDRESS, 'button button-quiet', 'arrow-left')
        await wording_card(name)


def _mails() -> None:
    """The mails whose words can be changed."""
    with tag('section', '', 'card', aria_label=_('Texts of the mails')):
        with tag('div', '', 'card-head'), tag('div'):
            heading(_('Texts of the mails'), 2, 'card-title')
            tag('p', _('Each in the languages of the desk, with the mail beside it as it would be sent.'))
        with tag('nav', '', 'card-body mail-list', aria_label=_('Texts of the mails')):
            for key, word in MAILS.items():
                link(_(word), f'{ADDRESS}/{key}', 'hours-link')
