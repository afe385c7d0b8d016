"""Where files are dropped, chosen or pasted; the browser sends each at once, past the socket."""

from webui.elements import icon, tag
from webui.i18n import _


def file_drop(form_key: str) -> None:
    """A field whose files wait under `form_key` until the form is sent."""
    with tag('div', '', 'field'):
        tag('p', _('Files'), 'label')
        _zone(form_key, _('Drag files here or choose them. Paste a screenshot with Ctrl V.'), 'drop')
        _sent()


def file_button(form_key: str) -> None:
    """The same inside a composer: a small button."""
    _sent()
    _zone(form_key, _('Attach files'), 'drop drop-small')


def _zone(form_key: str, words: str, classes: str) -> None:
    with tag('label', '', classes, data_upload=form_key, data_failed=_('%(name)s could not be sent', name='{}')):
        icon('paperclip')
        tag('span', words)
        tag('input', '', 'sr-only', type='file', multiple=True, aria_label=_('Files'))


def _sent() -> None:
    tag('div', '', 'files', role='status', data_uploaded='', data_remove=_('Remove %(name)s', name='{}'))
