"""The way out, where somebody has to do something first."""

from webui.elements import tag
from webui.i18n import _


def sign_out() -> None:
    with tag('form', '', '', method='post', action='/logout'):
        tag('button', _('Sign out'), 'button button-quiet button-wide', type='submit')
