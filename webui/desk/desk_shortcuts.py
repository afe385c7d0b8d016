"""The keys of the desk: in a sheet behind `?`, and beside the queue while no ticket is open."""

from collections.abc import Sequence

from markupsafe import Markup

from services.language import N_, Text
from webui.desk.desk_actions import ENTRIES
from webui.elements import heading, icon_button, tag
from webui.i18n import _
from webui.markup import fill, rich

KEYS: Sequence[tuple[str, Text]] = (
    ('J', N_('Next ticket of the queue')),
    ('K', N_('Previous ticket of the queue')),
    ('Enter', N_('Open the ticket')),
    ('W', N_('Take the next ticket')),
    ('X', N_('Choose the ticket')),
    ('Shift X', N_('Choose all from the last one to here')),
    ('F', N_('Filter')),
    ('R', N_('Reply')),
    ('N', N_('Internal note')),
    ('I', N_('Investigation')),
    ('E', N_('Resolution')),
    ('A', N_('Assign')),
    ('C', N_('By phone')),
    ('.', N_('More actions')),
    *((entry.key, entry.word) for entry in ENTRIES),
    ('Ctrl Space', N_('Canned texts')),
    ('Ctrl Enter', N_('Send')),
    ('Esc', N_('Leave the text')),
    ('/', N_('Search')),
    ('Ctrl K', N_('Commands and search')),
    ('?', N_('This list')),
)
_KEY = Markup('<dt>{}</dt><dd>{}</dd>')
_CAP = Markup('<kbd>{}</kbd>')


def draw_keys(keys: Sequence[tuple[str, Text]] = KEYS) -> None:
    """Each key beside what it does."""
    caps = [(Markup(' ').join(map(_CAP.format, key.split())), _(does)) for key, does in keys]
    fill(rich('dl', 'keys'), Markup('').join(_KEY.format(*cap) for cap in caps))


def shortcuts_sheet() -> None:
    """A native dialog, opened by whatever has `data-opens="shortcuts"`."""
    with tag('dialog', '', 'sheet', role='dialog', data_sheet='shortcuts', aria_label=_('Keyboard shortcuts')):
        with tag('div', '', 'sheet-head'):
            heading(_('Keyboard shortcuts'), 2)
            icon_button(_('Close'), 'x').props['data-closes'] = ''
        draw_keys()
        tag('p', _('They rest while you type.'), 'muted small')
