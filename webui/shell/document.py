"""What stands in the head of every page."""

from markupsafe import Markup
from nicegui import app, ui

from webui.edge.static_files import bundle

STYLES = (
    'css/tokens.css',
    'css/base.css',
    'css/components.css',
    'css/bar.css',
    'css/pages.css',
    'css/doors.css',
    'css/opening.css',
    'css/ticket.css',
    'css/desk.css',
    'css/queue.css',
    'css/canned.css',
    'css/presence.css',
    'css/search.css',
    'css/people.css',
    'css/bell.css',
    'css/phone.css',
    'css/probes.css',
    'css/subscribe.css',
    'css/told.css',
    'css/board.css',
    'css/incident.css',
    'css/articles.css',
    'css/status_desk.css',
    'css/settings.css',
    'css/mail_settings.css',
    'css/setup.css',
    'css/hours.css',
    'css/promises.css',
    'css/catalog.css',
)
SCRIPTS = (
    'js/mesa.js',
    'js/rows.js',
    'js/files.js',
    'js/questions.js',
    'js/desk.js',
    'js/queue.js',
    'js/canned.js',
    'js/writing.js',
    'js/search.js',
    'js/board.js',
    'js/settings.js',
    'js/brand.js',
)
STYLE = Markup('<link rel="stylesheet" href="{}">')
SCRIPT = Markup('<script defer src="{}"></script>')


def prepare() -> None:
    """Link our styles and scripts from every page, and give Quasar our colours."""
    app.colors(
        primary='var(--accent)', positive='var(--ok)', negative='var(--bad)', info='var(--info)', warning='var(--warn)'
    )
    ui.add_head_html(STYLE.format(bundle('css/all.css', STYLES)), shared=True)
    ui.add_head_html(SCRIPT.format(bundle('js/all.js', SCRIPTS)), shared=True)
