"""«Quién escribe»: what a group mailbox is asked wherever it writes (S3-23)."""

from models import User
from services.people.group_mailboxes import NAME
from webui.elements import tag
from webui.form.forms import Form
from webui.i18n import _

WRITER = 'writer'  # its name in the values of a form


class WriterField:
    """A place in a form that has the field as long as the person in front of it is a group mailbox."""

    def __init__(self, form: Form, kept: str = '') -> None:
        self._form, self._kept = form, kept
        with form.element:
            self._place = tag('div')
        self._place.set_visibility(False)

    @property
    def is_gone(self) -> bool:
        """Whether its form was taken away."""
        return self._place.is_deleted

    def show(self, person: User) -> None:
        """Ask, or do not; what is typed there stays."""
        is_asked = WRITER in self._form.fields
        if person.is_group == is_asked:
            return
        self._place.set_visibility(person.is_group)
        if is_asked:
            self._form.fields.pop(WRITER)
            self._place.clear()
            return
        hint = _('Several people use this mailbox: so we know whom we answer.')
        field = self._form.line(
            WRITER, _('Who is writing'), hint=hint, value=self._kept, maxlength=NAME, autocomplete='name'
        )
        field.box.move(self._place)
