"""What somebody who is not signed in finds first: three things to do (S0-1), and the six ways in (S3-5)."""

from markupsafe import Markup
from nicegui.element import Element

from services.language import N_
from webui.elements import heading, icon, link, tag
from webui.i18n import _
from webui.markup import fill, icon_markup, rich

ENTRANCES = (
    ('/register', 'user-plus', N_('Registration'), N_('Create your account and come in')),
    ('/downloads', 'download', N_('Recommended downloads'), N_('Programs, forms and guides')),
    ('/tickets/new', 'square-pen', N_('Open a ticket'), N_('Tell us what fails or what you need')),
    ('/announcements', 'megaphone', N_('Announcements'), N_('News, notices and maintenance')),
    ('/tickets', 'inbox', N_('Check the state of a ticket'), N_('Open and closed, with all that was said')),
    ('/status', 'activity', N_('Network status'), N_('What works and what does not, now')),
)
_TILE = Markup(
    '<a class="tile" href="{href}"><span class="tile-icon">{icon}</span>'
    '<span class="tile-words"><b>{title}</b><span>{summary}</span></span></a>'
)


def actions(broken: Element, needed: Element) -> None:
    """Request, report, see the state; the first two lead down the page, to the types of tickets."""
    with tag('nav', '', 'actions', aria_label=_('What do you want to do?')):
        _down(_('Request a service'), 'square-pen', needed, 'button button-primary')
        _down(_('Report an incident'), 'triangle-alert', broken, 'button button-secondary')
        link(_('See the state of the services'), '/status', 'button button-secondary', 'activity')


def entrances() -> None:
    """The six tiles."""
    with tag('nav', '', 'tile-group', aria_label=_('Ways in')):
        heading(_('Ways in'), 2, 'sr-only')
        tiles = (
            _TILE.format(href=href, icon=icon_markup(icon_name), title=_(name), summary=_(summary))
            for href, icon_name, name, summary in ENTRANCES
        )
        fill(rich('div', 'tiles'), Markup('').join(tiles))


def _down(text: str, icon_name: str, place: Element, classes: str) -> None:
    with tag('a', '', classes, href='#' + place.html_id, data_focus=place.html_id):
        icon(icon_name)
        tag('span', text)
