"""A native dialog with its title and the way out."""

from webui.elements import Tag, heading, icon_button, tag
from webui.i18n import _


def sheet(title: str) -> Tag:
    """Draw it, closed: `run_method('showModal')` opens it, whatever has `data-closes` in it closes it."""
    dialog = tag('dialog', '', 'sheet', role='dialog', aria_label=title)
    with dialog, tag('div', '', 'sheet-head'):
        heading(title, 2)
        icon_button(_('Close'), 'x').props['data-closes'] = ''
    return dialog
