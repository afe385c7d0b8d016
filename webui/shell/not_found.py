"""The pages for what does not exist, or may not be seen, and for what went wrong."""

from webui.elements import empty_state, heading, link, tag
from webui.i18n import _
from webui.shell.title import title


def draw_not_found() -> None:
    title(_('Not found'))
    _draw(_('We could not find that'), _('It does not exist, or it is not yours to see.'))


def draw_failure(reference: str) -> None:
    """`reference` is under which the log has the rest."""
    title(_('Something went wrong'))
    _draw(_('Something went wrong'), _('Nothing was lost. Reference %(reference)s', reference=reference))


def _draw(name: str, text: str) -> None:
    with tag('div', '', 'page page-narrow'):
        heading(name)
        with empty_state('search-x', '', text):
            link(_('Back to the start'), '/', 'button button-primary')
