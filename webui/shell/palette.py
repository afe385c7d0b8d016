"""The palette behind Ctrl K: all that can be pressed on this page and all that can be found, by keyboard alone.

assets/js/search.js fills in the commands: the buttons and links that are there, which are those that are allowed.
"""

from models import User
from webui.elements import icon, tag
from webui.i18n import _
from webui.shell.search_box import SENT, Finder

CLOSES = 'Esc'


def palette(person: User | None) -> None:
    """Draw it, closed."""
    label = _('Commands and search')
    with (
        tag('dialog', '', 'sheet palette', role='dialog', aria_label=label, data_palette='') as dialog,
        tag('form', '', 'search-box', role='search', data_combobox='', data_open='') as form,
    ):
        icon('search')
        finder = Finder(_('Command or search'), _('Do something, or find something…'))
        tag('kbd', CLOSES, aria_hidden='true')
        with finder.list:
            recent = tag('div', '', '', role='group', aria_label=_('Recent tickets'), data_recent='')
            commands = tag('div', '', '', role='group', aria_label=_('Actions'), data_commands='')
        for place, group in enumerate((recent, commands)):
            group.move(finder.list, target_index=place)
            group.props['hidden'] = True
    dialog.props['data-person'] = person.id if person else 0
    form.on('submit', js_handler=SENT.replace('emit(event.currentTarget.elements.q.value.slice(0, 200));', ''))
