"""What an admin decides of mails: whether people may answer them, whom they come from; and where mail comes in."""

from collections.abc import Mapping

from services.departments import department_desk
from services.doctor import masked
from services.env import env
from services.language import N_, Text, Words
from services.mail.mail_text import MailSettings
from services.setup.preset_contents import ANSWERS
from webui.elements import heading, tag
from webui.form.forms import Form
from webui.form.setting_fields import number
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.tickets.ticket_facts import facts_markup
from webui.viewer import viewer

LONGEST_NAME = 60
POLICIES: Mapping[str, Text] = {
    'accept': N_('Mail or portal'),
    'prefer_portal': N_('Better the portal'),
    'portal_only': N_('The portal only'),
}


def policy_field(form: Form, value: str) -> None:
    """Whether people may answer mails (spec 1.6-a)."""
    options = [(policy, _(word), _(ANSWERS[policy])) for policy, word in POLICIES.items()]
    form.cards('reply_policy', _('Customers answer'), options, value=value)


def policy_fields(form: Form, value: MailSettings) -> None:
    """All of the card."""
    policy_field(form, value.reply_policy)
    hint = _('Stands in front of the address. Empty: the name of the desk.')
    form.line('sender_name', _('Name of the sender'), hint=hint, value=value.sender_name, maxlength=LONGEST_NAME)
    hint = _('What is larger is not attached: the mail has a link to it.')
    number(form, 'attached_kb', _('Documents up to'), 'kB', value.attached_kb, hint=hint)


async def incoming_card() -> None:
    """Where mail comes in: the mailboxes of the installation, and the addresses of the departments."""
    with tag('section', '', 'card', aria_label=_('Incoming mail')):
        with tag('div', '', 'card-head'):
            heading(_('Incoming mail'), 2, 'card-title')
        with tag('div', '', 'card-body stack-tight'):
            facts = rich('dl', 'facts')
            if not env().imap_url and not env().lmtp_listen:
                tag('p', _('Off: customers write in the portal. MESA_IMAP_URL names the mailbox that is read.'))
            tag('p', _('The command doctor checks it on the server.'), 'muted small')

    async def show() -> None:
        departments = [one.row for one in await department_desk.all_of(await viewer()) if one.row.is_active]
        known = [(_('Mailbox'), masked('imap_url', one)) for one in env().imap_url.split()]
        known += [(_('LMTP'), env().lmtp_listen)]
        known += [(_(Words.of(one, 'name')), one.inbound_address) for one in departments]
        fill(facts, facts_markup(known))

    await live(['catalog'], show)
