"""The one box that finds everything (S3-8): results while somebody types, and a number leads straight to its ticket."""

from typing import Any
from urllib.parse import urlencode

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from services.search import search
from webui.actions import action
from webui.elements import icon, tag
from webui.i18n import _, ngettext
from webui.markup import fill, rich
from webui.shell.found import options_markup
from webui.viewer import anybody

SHOWN = 6  # of each kind
TYPED = '(event) => emit(event.target.value.slice(0, 200))'
SENT = """(event) => {
  event.preventDefault();
  emit(event.currentTarget.elements.q.value.slice(0, 200));
}"""
EVERY = 0.15  # seconds; what is typed meanwhile is looked for at their end


class Finder:
    """A field and the list of what it finds, a combobox: assets/js/search.js moves in it by the arrow keys."""

    def __init__(self, label: str, placeholder: str, **attributes: Any) -> None:
        self._asked = 0
        self.field = tag(
            'input', '', 'input', type='search', name='q', role='combobox', autocomplete='off', maxlength=200,
            aria_label=label, aria_autocomplete='list', aria_expanded='false', placeholder=placeholder,
            enterkeyhint='search', spellcheck='false', **attributes,
        )  # fmt: skip
        self.list = tag('div', '', 'hits', role='listbox', aria_label=_('Results'))
        self.field.props['aria-controls'] = self.list.html_id
        self.said = tag('p', '', 'sr-only', role='status')
        self.field.on('input', self._look, js_handler=TYPED, throttle=EVERY, leading_events=False)
        with self.list:
            self.found: Element = rich('div', 'hits-found')
            self.found.props['role'] = 'presentation'

    @action
    async def _look(self, event: GenericEventArguments) -> None:
        self._asked += 1
        turn, actor = self._asked, await anybody()
        groups = await search.search(actor, str(event.args), limit=SHOWN)
        if turn != self._asked:
            return  # somebody typed on: an older answer never replaces a newer one
        fill(self.found, options_markup(groups, actor, self.list.html_id))
        many = sum(len(group.hits) for group in groups)
        self.said.text = ngettext('%(n)d result', '%(n)d results', many) if groups else ''


def search_box(path: str, placeholder: str, classes: str = '') -> None:
    """A form around it: Enter opens the ticket of a number, below `path`, or the page with all that was found."""

    @action
    async def go(event: GenericEventArguments) -> None:
        text = str(event.args)
        actor = await anybody()
        number = await search.ticket_number(actor, text) if actor else None
        ui.navigate.to(f'{path}/{number}' if number else search_address(text))

    form = tag('form', '', f'search-box {classes}', role='search', action='/search', data_combobox='')
    with form:
        icon('search')
        Finder(_('Search'), placeholder, data_key='/')
        tag('kbd', '/', aria_hidden='true')
    form.on('submit', go, js_handler=SENT)


def search_address(text: str) -> str:
    """The page with everything that `text` finds."""
    return '/search?' + urlencode({'q': text})
