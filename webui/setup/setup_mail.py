"""The sixth step: mail. Whether the desk can send shows at once, by a mail to whoever asks."""

from dataclasses import replace

from services import settings
from services.mail.mail_text import MailSettings
from services.setup.setup import Setup
from webui.form.forms import Values
from webui.i18n import _
from webui.settings.mail_fields import POLICIES, incoming_card, policy_field
from webui.settings.mail_server_card import MailServerCard
from webui.shell.setup_frame import step_foot, step_form, step_page
from webui.viewer import viewer

STEP = 'mail'


async def draw(known: Setup) -> None:
    mail = await settings.load(MailSettings)
    with step_page(STEP, known, _('The desk tells people by mail what is new in their tickets.')):
        await MailServerCard().draw()
        await incoming_card()
        form = step_form(STEP, known, _save, _('Answers'), _('Where customers answer a mail of ours.'))
        policy_field(form, mail.reply_policy)
        step_foot(form, STEP, known)


async def _save(values: Values) -> None:
    mail = await settings.load(MailSettings)
    policy = values.get('reply_policy', '')
    await settings.save(await viewer(), replace(mail, reply_policy=policy if policy in POLICIES else mail.reply_policy))
