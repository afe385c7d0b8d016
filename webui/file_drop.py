"""Where files are dropped, chosen or pasted; the browser sends each at once, past the socket."""

from webui.elements import icon, tag
from webui.i18n import _


def file_drop(form_key: str) -> None:
    """A drop zone whose files wait under `form_key` until the form is sent."""
    with tag('div', '', 'field'):
        tag('p', _('Files'), 'label')
        with tag('label', '', 'drop', data_upload=form_key, data_failed=_('%(name)s could not be sent', name='{}')):
            icon('paperclip')
            tag('span', _('Drag files here or choose them. Paste a screenshot with Ctrl V.'))
            tag('input', '', 'sr-only', type='file', multiple=True, aria_label=_('Files'))
        tag('div', '', 'files', role='status', data_uploaded='', data_remove=_('Remove %(name)s', name='{}'))
