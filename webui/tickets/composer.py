"""Where a customer writes into his ticket."""

from collections.abc import Mapping, Sequence

from models import Attachment, Ticket, User
from models.lifecycle import Event
from services.tickets import conversation, drafts
from services.tickets.ticket_view import TicketView
from webui.elements import tag
from webui.form.file_drop import file_button
from webui.form.forms import Values, send_button
from webui.form.writer_field import WRITER, WriterField
from webui.form.writing import Writing
from webui.i18n import _
from webui.viewer import viewer


class CustomerComposer:
    """Draws it with the draft that was `kept` and the files that are `waiting`; `show` lets it follow the ticket."""

    def __init__(self, ticket: Ticket, kept: Mapping[str, str], waiting: Sequence[Attachment]) -> None:
        form_key = drafts.ticket_key(ticket, Event.COMMENT)

        async def say(values: Values, seen_seq: int | None) -> None:
            text, writer = values.get('text', ''), values.get(WRITER, '')
            await conversation.comment(await viewer(), ticket, text, form_key, seen_seq, writer)

        with tag('div', '', 'composer') as self._element:
            self._writing = Writing(ticket, Event.COMMENT, kept, say)
            self._writer = WriterField(self._writing.form, kept.get(WRITER, ''))
            self._writing.prose(_('Write your answer'), placeholder=_('Write your answer'), id='answer')
            form = self._writing.form
            form.fields['text'].label.props['for'] = 'answer'
            with form.element, tag('div', '', 'composer-foot'):
                file_button(form_key, waiting)
                tag('span', _('Ctrl + Enter sends'), 'muted on-desk')
                send_button(_('Send'), 'send')

    def show(self, view: TicketView, person: User) -> None:
        self._writer.show(person)
        self._element.set_visibility(Event.COMMENT in view.allowed)
        self._writing.shown = view.ticket.last_seq
