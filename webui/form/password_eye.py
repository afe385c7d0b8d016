"""The eye beside a password: shows what is typed."""

from nicegui.element import Element

from webui.elements import icon_button, tag
from webui.i18n import _


def password_eye(box: Element, control: Element) -> None:
    """Put it into the field; assets/js/mesa.js turns it, also where no line to the desk is open."""
    with box, tag('div', '', 'with-eye') as row:
        control.move(row)
        eye = icon_button(_('Show the password'), 'eye')
    eye.props.update({'aria-pressed': 'false', 'aria-controls': control.html_id, 'data-shows': control.html_id})
