"""`/guest/{proof}`: one ticket for somebody in copy without an account, by the link in his mails (S3-18, S3-20)."""

from nicegui import ui

from services.plain_text import PROSE
from services.refusals import NotFound
from services.tickets import guests, ticket_view
from services.tickets.guests import GuestView
from webui.appearance import CUSTOMER_STATUS
from webui.edge.guest_proof import proof_of
from webui.elements import button, heading, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.routing import Access
from webui.shell.guest_shell import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.tickets.thread import thread_list


@shell.page('/guest/{proof}', Access.GUEST)
async def guest(proof: str) -> None:
    if proof != proof_of(ui.context.client.request.scope):
        raise NotFound  # a link is opened by asking for its page, where it is watched
    seen = await guests.view(proof)
    title(f'{seen.ticket.number} {seen.ticket.subject}')
    await GuestPage(proof).draw(seen)


class GuestPage:
    """The public conversation of one ticket. Nothing but a sent answer changes anything: mail scanners open links."""

    def __init__(self, proof: str) -> None:
        self.proof = proof
        self.latest = ticket_view.LATEST

    async def draw(self, seen: GuestView) -> None:
        with tag('div', '', 'page page-narrow ticket'):
            tag('p', seen.ticket.number, 'crumbs number')
            with tag('div', '', 'ticket-head'):
                self.subject = heading(seen.ticket.subject)
                self.chip = rich('span')
            self.who = tag('p', '', 'lead')
            self.earlier = button(_('Show earlier messages'), self._show_earlier, kind='quiet')
            self.thread = thread_list(tag('div', '', 'thread', role='log'), files_at=f'/guest/{self.proof}/files')
            self._compose()
            self.closed = tag('p', _('Nobody can write here now.'), 'muted')
        self.live = await live([f'ticket:{seen.ticket.id}', 'settings'], self.show)

    def _compose(self) -> None:
        async def send(values: Values) -> None:
            await guests.reply(self.proof, values.get('text', ''))
            form.clear()

        with tag('div', '', 'composer') as self.composer:
            form = Form(send, classes='composer-box')
            form.prose('text', _('Write your answer'), rows=3, maxlength=PROSE, placeholder=_('Write your answer'))
            with form.element, tag('div', '', 'composer-foot'):
                tag('span', _('Ctrl + Enter sends'), 'muted on-desk')
                send_button(_('Send'), 'send')

    async def show(self) -> None:
        seen = await guests.view(self.proof, self.latest)
        self.subject.text = seen.ticket.subject
        fill(self.chip, chip_markup(CUSTOMER_STATUS[seen.ticket.status]))
        words = _('You are in copy as %(email)s.', email=seen.email)
        if not seen.ticket.is_closed and not seen.may_reply:
            words += ' ' + _('You can read this ticket, and not write in it.')
        self.who.text = words
        self.earlier.set_visibility(seen.has_earlier)
        self.thread.show(seen.lines)
        self.composer.set_visibility(seen.may_reply)
        self.closed.set_visibility(seen.ticket.is_closed)

    def _show_earlier(self) -> None:
        self.latest += ticket_view.LATEST
        self.live.refresh()
