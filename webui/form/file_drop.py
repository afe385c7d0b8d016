"""Where files are dropped, chosen or pasted; the browser sends each at once, past the socket."""

from collections.abc import Sequence

from markupsafe import Markup

from models import Attachment
from services.env import env
from services.tickets.attachments import UNSENT_IN_FORM
from webui.elements import icon, link, tag
from webui.form.field import Field
from webui.form.forms import Form
from webui.formats import size
from webui.i18n import _
from webui.markup import fill, rich

# As assets/js/files.js draws those that it sends
_FILE = Markup(
    '<span class="file"><span>{name}</span><span>{size}</span>'
    '<button type="button" class="file-remove" aria-label="{remove}" data-discard="{id}">×</button></span>'
)


def file_drop(form_key: str, waiting: Sequence[Attachment]) -> None:
    """A field whose files wait under `form_key` until the form is sent; `waiting` are there from an earlier load."""
    with tag('div', '', 'field'):
        tag('p', _('Files'), 'label')
        tag('p', _limits(), 'hint')
        _zone(form_key, _('Drag files here or choose them. Paste a screenshot with Ctrl V.'), 'drop')
        _sent(waiting)


def file_button(form_key: str, waiting: Sequence[Attachment] = ()) -> None:
    """The same inside a composer: a small button."""
    _sent(waiting)
    _zone(form_key, _('Attach files'), 'drop drop-small')


def document_field(
    form: Form, name: str, label: str, hint: str, form_key: str, waiting: Sequence[Attachment], template: str
) -> Field:
    """A field for the files that are marked as one document; `template` is the address of the form for it (S0-30)."""
    with form.element:
        place = tag('div', '', 'document', role='group')
        with place:
            if template:
                link(
                    _('Download the form'),
                    template,
                    'button button-secondary',
                    'download',
                    download='',
                    target='_blank',
                )
            _zone(form_key, _('Attach it when it is filled in') if template else _('Choose the file'), 'drop')
            _sent(waiting)
        return form.add(name, Field(label, hint or _limits(), place, group=True))


def _limits() -> str:
    return _(
        'Any kind of file, up to %(size)d MB each and %(count)d in all.',
        size=env().max_upload_mb,
        count=UNSENT_IN_FORM,
    )


def _zone(form_key: str, words: str, classes: str) -> None:
    told = {
        'data_upload': form_key,
        'data_failed': _('%(name)s could not be sent', name='{}'),
        'data_pasted': _('screenshot'),
        'title': _limits(),
    }
    with tag('label', '', classes, **told):
        icon('paperclip')
        tag('span', words)
        tag('input', '', 'sr-only', type='file', multiple=True, aria_label=words)


def _sent(waiting: Sequence[Attachment] = ()) -> None:
    place = rich('div', 'files')
    place.props.update({'role': 'status', 'data-uploaded': '', 'data-remove': _('Remove %(name)s', name='{}')})
    if waiting:
        files = (
            _FILE.format(id=file.id, name=file.name, size=size(file.size), remove=_('Remove %(name)s', name=file.name))
            for file in waiting
        )
        fill(place, Markup('').join(files))
