"""What was written from a ticket, and the way to write it, beside the ticket on the desk (S2-16)."""

from markupsafe import Markup

from models import Article
from models.audience import Reader
from models.clock import DONE
from services.knowledge import articles
from services.knowledge.articles import TOPIC
from services.tickets.ticket_view import TicketView
from webui.elements import heading, link, tag
from webui.i18n import _
from webui.knowledge.article_look import look_of
from webui.live import live
from webui.live_rows import LiveRows
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

_ROW = Markup('<p data-row="{id}"><a href="/desk/articles/{id}" dir="auto">{title}</a> {chip}</p>')


class TicketArticles:
    """The part of the pane; it is there once the ticket is solved."""

    def __init__(self) -> None:
        with tag('section', '', 'stack-tight') as self._part:
            heading(_('Knowledge'), 2, 'facts-title')
            self._rows = LiveRows[Article](
                tag('div', '', 'stack-tight small'),
                key=lambda one: one.id,
                stamp=lambda one: (one.title, one.state, one.updated_at),
                draw=_row,
            )
            self._write = link(_('Write an article about it'), '', 'button button-secondary', 'book-open')
        self._ticket_id = 0
        self._part.set_visibility(False)

    async def show(self, view: TicketView) -> None:
        """For the ticket as it is now; what is written of it later is seen as well."""
        self._part.set_visibility(view.ticket.status in DONE)
        self._write.props['href'] = f'/desk/articles/new?ticket={view.ticket.number}'
        if not self._ticket_id and view.ticket.status in DONE:
            self._ticket_id = view.ticket.id
            with self._part:
                await live([TOPIC], self._read)

    async def _read(self) -> None:
        found = await articles.of_tickets(Reader.of(await viewer()), [self._ticket_id])
        self._rows.show(found)


def _row(one: Article) -> Markup:
    return _ROW.format(id=one.id, title=one.title, chip=chip_markup(look_of(one)))
