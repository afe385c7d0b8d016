"""`/settings/mail`: how the desk writes, what it says, whether its mails arrive (S0-13, S2-3, S3-19; spec 1.6-a)."""

from services.mail_text import MailSettings, Template
from webui.elements import heading, link, tag
from webui.i18n import _
from webui.mail_fields import incoming_card, policy_fields
from webui.mail_server_card import MailServerCard
from webui.mail_words import MAILS
from webui.outbox_card import OutboxCard
from webui.routing import Access
from webui.settings_card import group_card
from webui.settings_frame import section, shell
from webui.wording_fields import wording_card

OF_POLICY = ('reply_policy', 'sender_name', 'attached_kb')


@shell.page('/settings/mail', Access.ADMIN)
async def settings_mail(mail: str = Template.ACKNOWLEDGEMENT.value) -> None:
    """With `mail`, the name of one, its words; else those of the first."""
    chosen = mail if mail in MAILS else Template.ACKNOWLEDGEMENT
    with section('mail', _('The desk tells people by mail what is new in their tickets.')):
        about = _('What every mail about a ticket says of answers. It holds from the next mail on.')
        await group_card(MailSettings, _('Answers and sender'), policy_fields, about=about, only=OF_POLICY)
        await MailServerCard().draw()
        await incoming_card()
        await OutboxCard().draw()
        _mails(chosen)
        await wording_card(chosen)


def _mails(chosen: str) -> None:
    """The mails whose words can be changed."""
    with tag('section', '', 'card', aria_label=_('Texts of the mails')):
        with tag('div', '', 'card-head'), tag('div'):
            heading(_('Texts of the mails'), 2, 'card-title')
            tag('p', _('Each in the languages of the desk. The one that is marked is shown below.'))
        with tag('nav', '', 'card-body mail-list', aria_label=_('Mails')):
            for key, word in MAILS.items():
                one = link(_(word), f'/settings/mail?mail={key}', 'hours-link')
                if key == chosen:
                    one.props['aria-current'] = 'true'
