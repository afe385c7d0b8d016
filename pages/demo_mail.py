"""`/demo/mail`: the outbox; for everybody in demo mode, for admins otherwise."""

from nicegui.element import Element

from models import MailOut
from models.mail_out import MailStatus
from services.language import N_
from services.mail import mail_out
from webui.elements import empty_state, heading, tag
from webui.formats import moment
from webui.i18n import _
from webui.live import LiveList, live
from webui.markup import fill, linkify, rich
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.viewer import anybody

STATES = {
    MailStatus.QUEUED: (N_('Queued'), 'info'),
    MailStatus.SENT: (N_('Sent'), 'ok'),
    MailStatus.FAILED: (N_('Failed'), 'bad'),
}


@shell.page('/demo/mail', Access.ANYONE)
async def demo_mail() -> None:
    title(_('Outbox'))
    with tag('div', '', 'page page-narrow'):
        heading(_('Outbox'))
        tag('p', _('The mails that the desk has written, the newest first.'), 'lead')
        place = tag('div', '', 'stack')
        mails = LiveList[MailOut](
            place, key=lambda mail: mail.id, stamp=lambda mail: (mail.status, mail.tries), make=_make, update=_update
        )
        nothing = tag('div')

    async def show() -> None:
        rows = await mail_out.outbox(await anybody())
        mails.show(rows)
        nothing.clear()
        if not rows:
            with nothing:
                empty_state('mail', _('No mails yet'), _('Every answer of the desk puts one here.'))

    await live(['outbox'], show)


def _make(_mail: MailOut) -> Element:
    with tag('article', '', 'card mail') as card:
        rich('div', 'card-head')
        rich('div', 'card-body mail-text')
    return card


def _update(card: Element, mail: MailOut) -> None:
    head, body = card.default_slot.children
    word, tone = STATES[mail.status]
    head.clear()
    with head:
        with tag('div', '', 'row-words'):
            tag('h2', mail.subject, 'card-title')
            tag(
                'p',
                _('to %(address)s · %(time)s', address=mail.to_address, time=moment(mail.created_at)),
                'muted small',
            )
        tag('span', _(word), 'chip', data_tone=tone)
    fill(body, linkify(mail.body or _('Not shown: it can hold a link into an account.')))
