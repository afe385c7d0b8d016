"""The outbox as admins watch it: what waits and since when, what failed and why, and the way to send it again."""

from functools import partial

from markupsafe import Markup
from nicegui.element import Element

from models import MailOut
from models.mail_out import MailStatus
from services.clock import now
from services.mail import outbox_state
from services.mail.outbox_state import Outbox
from webui.actions import action
from webui.elements import button, heading, link, tag
from webui.formats import ago, moment
from webui.i18n import _, ngettext
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.viewer import viewer

LATE = 900  # seconds that a mail may wait before it is told as late
_FIGURE = Markup('<div><dt>{}</dt><dd data-tone="{}">{}</dd></div>')


class OutboxCard:
    """Draws the card and keeps it true."""

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Outbox')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    heading(_('Outbox'), 2, 'card-title')
                    tag('p', _('What could not be sent is tried again for two days, then it is given up.'))
                self._all = button(_('Send all again'), self._again, icon_name='refresh-cw')
            with tag('div', '', 'card-body stack-tight'):
                self._figures = rich('dl', 'outbox-figures')
                self._rows = LiveList[MailOut](
                    tag('div', '', 'outbox-rows'),
                    key=lambda mail: mail.id,
                    stamp=lambda mail: (mail.status, mail.tries, mail.last_error),
                    make=lambda _mail: tag('div', '', 'outbox-row'),
                    update=self._update,
                )
                link(_('See all mails'), '/demo/mail', 'small')
        await live(['outbox'], self._show, every=60)

    async def _show(self) -> None:
        state = await outbox_state.state(await viewer())
        fill(self._figures, _figures(state))
        self._rows.show([*state.failed, *state.troubled])
        self._all.set_visibility(state.sendable > 1)

    def _update(self, place: Element, mail: MailOut) -> None:
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                tag('b', mail.subject, dir='auto')
                tries = ngettext('%(n)d try', '%(n)d tries', mail.tries)
                told = (mail.to_address, moment(mail.created_at), tries)
                tag('span', ' · '.join(told), 'muted small')
                tag('span', mail.last_error, 'small')
            if mail.status == MailStatus.FAILED and not mail.body:
                tag('span', _('Needs a new link'), 'chip', data_tone='bad')
            elif mail.status == MailStatus.FAILED:
                name = _('Send “%(title)s” again', title=mail.subject)
                button(_('Send again'), partial(self._again, mail.id), aria_label=name)
            else:
                tag('span', _('Is tried again'), 'chip', data_tone='warn')

    @action
    async def _again(self, mail_id: int | None = None) -> None:
        await outbox_state.send_again(await viewer(), mail_id)


def _figures(state: Outbox) -> Markup:
    is_late = state.oldest_at is not None and (now() - state.oldest_at).total_seconds() > LATE
    figures = (
        (_('Waiting'), '', state.waiting),
        (_('Oldest that waits'), 'warn' if is_late else '', ago(state.oldest_at) if state.oldest_at else '–'),
        (_('Given up'), 'bad' if state.failures else '', state.failures),
        (_('Last one sent'), '', ago(state.sent_at) if state.sent_at else '–'),
    )
    return Markup('').join(_FIGURE.format(*one) for one in figures)
