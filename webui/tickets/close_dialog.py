"""«Cerrar ticket»: asks for a reason that nobody has to give, and can be undone for some seconds (S3-22)."""

from nicegui import ui

from models import Ticket, User
from models.lifecycle import Event
from services import settings
from services.plain_text import PROSE
from services.settings import Closing
from services.tickets import closing
from webui.actions import action
from webui.desk.desk_dialog import action_dialog
from webui.elements import button, tag
from webui.form.forms import Values
from webui.form.writer_field import WRITER, WriterField
from webui.i18n import _
from webui.viewer import viewer


class CloseButton:
    """The button, its dialog, and the note with which it is undone."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self.button = button(_('Close ticket'), self._ask, kind='quiet')
        self._dialog, self._note = tag('div'), tag('div')

    @action
    async def _ask(self) -> None:
        self._dialog.clear()
        with self._dialog:
            lead = _('You need nothing more? You can still undo it, or come back later.')
            word = _('Close ticket')
            async with action_dialog(
                self._ticket, Event.CLOSE_BY_REQUESTER, word, word, self._close, lead=lead
            ) as form:
                form.prose('text', _('Why? (optional)'), rows=2, maxlength=PROSE)
                WriterField(form).show(await viewer())

    async def _close(self, actor: User, values: Values) -> None:
        await closing.close_by_requester(actor, self._ticket, values.get('text', ''), values.get(WRITER, ''))
        seconds = (await settings.load(Closing)).undo_seconds
        self._note.clear()
        with self._note, tag('div', '', 'undo', role='status'):
            tag('p', _('You closed the ticket.'))
            button(_('Undo'), self._undo, kind='quiet')
            ui.timer(seconds, self._note.clear, once=True)

    @action
    async def _undo(self) -> None:
        await closing.undo_close(await viewer(), self._ticket)
        self._note.clear()
