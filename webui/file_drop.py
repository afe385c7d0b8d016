"""Where files are dropped, chosen or pasted; the browser sends each at once, past the socket."""

from collections.abc import Sequence

from markupsafe import Markup

from models import Attachment
from webui.elements import icon, tag
from webui.formats import size
from webui.i18n import _
from webui.markup import fill, rich

# As assets/js/mesa.js draws those that it sends
_FILE = Markup(
    '<span class="file"><span>{name}</span><span>{size}</span>'
    '<button type="button" class="file-remove" aria-label="{remove}" data-discard="{id}">×</button></span>'
)


def file_drop(form_key: str, waiting: Sequence[Attachment]) -> None:
    """A field whose files wait under `form_key` until the form is sent; `waiting` are there from an earlier load."""
    with tag('div', '', 'field'):
        tag('p', _('Files'), 'label')
        _zone(form_key, _('Drag files here or choose them. Paste a screenshot with Ctrl V.'), 'drop')
        _sent(waiting)


def file_button(form_key: str) -> None:
    """The same inside a composer: a small button."""
    _sent()
    _zone(form_key, _('Attach files'), 'drop drop-small')


def _zone(form_key: str, words: str, classes: str) -> None:
    with tag('label', '', classes, data_upload=form_key, data_failed=_('%(name)s could not be sent', name='{}')):
        icon('paperclip')
        tag('span', words)
        tag('input', '', 'sr-only', type='file', multiple=True, aria_label=_('Files'))


def _sent(waiting: Sequence[Attachment] = ()) -> None:
    place = rich('div', 'files')
    place.props.update({'role': 'status', 'data-uploaded': '', 'data-remove': _('Remove %(name)s', name='{}')})
    if waiting:
        files = (
            _FILE.format(id=file.id, name=file.name, size=size(file.size), remove=_('Remove %(name)s', name=file.name))
            for file in waiting
        )
        fill(place, Markup('').join(files))
