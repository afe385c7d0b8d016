"""A small form in which one text is written into a ticket: back after a reload, and after its card was drawn anew."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from models import Attachment, Ticket, User
from models.lifecycle import Event
from services.plain_text import PROSE
from services.refusals import Refused
from services.tickets import drafts
from webui.elements import tag
from webui.form.file_drop import file_button
from webui.form.forms import Form, Values, send_button
from webui.form.writer_field import WRITER, WriterField
from webui.viewer import viewer

Say = Callable[[User, str, str, str], Awaitable[None]]


class Kept:
    """What a person has begun to write into the forms of one ticket, by the event that it is for.

    `files` are those that wait with it; they are read again before a form is drawn.
    """

    def __init__(self, ticket: Ticket, kept: Mapping[Event, Mapping[str, Any]]) -> None:
        self.ticket = ticket
        self.texts = {event: str(content.get('text', '')) for event, content in kept.items()}
        self._names = {event: str(content.get(WRITER, '')) for event, content in kept.items()}
        self._writers: list[WriterField] = []
        self.files: Mapping[Event, Sequence[Attachment]] = {}

    def form(self, event: Event, label: str, send: str, say: Say, *, files: bool = False) -> Form:
        """Draw the form; `say` gets the person, the text, the key of the files that he has chosen, and who
        writes from a group mailbox; `ask` says when that is asked."""
        key = drafts.ticket_key(self.ticket, event)

        async def submit(values: Values) -> None:
            actor, text = await viewer(), values.get('text', '')
            self.texts.pop(event, None)
            try:
                await say(actor, text, key, values.get(WRITER, ''))
            except Refused:
                self.texts[event] = text
                raise
            await drafts.forget(actor, key)
            if not form.element.is_deleted:
                form.clear()

        async def keep(values: Values) -> None:
            self.texts[event] = values.get('text', '')
            await drafts.keep(await viewer(), key, values)

        form = Form(submit, on_draft=keep, draft=key)
        self._writers.append(WriterField(form, self._names.get(event, '')))
        form.prose('text', label, value=self.texts.get(event, ''), rows=3, maxlength=PROSE)
        with form.element, tag('div', '', 'form-foot composer-foot'):
            if files:
                file_button(key, self.files.get(event, ()))
            send_button(send)
        return form

    def ask(self, person: User) -> None:
        """Ask a group mailbox who is writing, in all forms that are there."""
        self._writers = [one for one in self._writers if not one.is_gone]
        for one in self._writers:
            one.show(person)
