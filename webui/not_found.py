"""The page for what does not exist, or may not be seen."""

from webui.elements import empty_state, link
from webui.i18n import _
from webui.title import title


def draw_not_found() -> None:
    title(_('Not found'))
    with empty_state('search-x', _('We could not find that'), _('It does not exist, or it is not yours to see.')):
        link(_('Back to the start'), '/', classes='button button-primary')
