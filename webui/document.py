"""What stands in the head of every page."""

from markupsafe import Markup
from nicegui import ui

from webui.static_files import asset

STYLES = ('css/tokens.css', 'css/base.css', 'css/components.css', 'css/pages.css', 'css/desk.css')
SCRIPTS = ('js/mesa.js', 'js/desk.js')
STYLE = Markup('<link rel="stylesheet" href="{}">')
SCRIPT = Markup('<script defer src="{}"></script>')


def prepare() -> None:
    """Link our styles and scripts from every page."""
    for path in STYLES:
        ui.add_head_html(STYLE.format(asset(path)), shared=True)
    for path in SCRIPTS:
        ui.add_head_html(SCRIPT.format(asset(path)), shared=True)
