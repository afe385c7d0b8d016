"""What stands where a mailed link does not work."""

from webui.elements import empty_state, heading, link
from webui.i18n import _


def over_link(what_now: str, word: str, href: str) -> None:
    """It was used, replaced or is over, or never was; `word` leads on."""
    heading(_('This link no longer works'))
    with empty_state('key-round', _('It was used, or its time is over'), what_now):
        link(word, href, 'button button-primary')


def braked() -> None:
    """Too many links that are none were tried from here."""
    heading(_('Wait a moment'))
    text = _('Too many links that do not work were opened from here. Wait a few minutes and open yours again.')
    with empty_state('hourglass', _('Too many attempts'), text):
        link(_('Home'), '/', 'button button-secondary')
