"""What narrows the queue: a dialog to choose it, and a chip for each, which takes it away again."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from models import User
from models.catalog_item import TicketKind
from models.lifecycle import Status
from models.priority import Priority
from services.desk.queue_choices import Choices, choices
from services.desk.queue_filters import EVERYTHING, LONGEST, NOBODY, Filters
from services.language import N_, Text, Words
from webui.actions import action
from webui.appearance import PRIORITY, STATUS
from webui.desk.desk_place import Place
from webui.elements import icon_button, link, tag
from webui.form.forms import Form, Values, send_button
from webui.form.sheet import opened
from webui.i18n import _
from webui.live import LiveList
from webui.markup import fill, icon_markup, rich
from webui.viewer import viewer

NAMES: Mapping[str, Text] = {
    'text': N_('Subject or number'),
    'priority': N_('Priority'),
    'status': N_('Status'),
    'kind': N_('Kind'),
    'department': N_('Department'),
    'assignee': N_('Technician'),
    'company': N_('Company'),
}
KINDS: Mapping[str, Text] = {
    TicketKind.INCIDENT: N_('Incident'),
    TicketKind.REQUEST: N_('Request'),
    TicketKind.CHANGE: N_('Change'),
    TicketKind.SUGGESTION: N_('Suggestion'),
}
_CHIP = Markup('<span class="line"><b>{}</b> {}</span>{}')


class QueueFilter:
    """Draws the button with its dialog, and in `chips` a chip for each filter; `show` lets them follow the place."""

    def __init__(self) -> None:
        self.button = icon_button(_('Filter'), 'filter', self._open, key='f')
        self.button.props['aria-haspopup'] = 'dialog'
        self._place = Place()
        self._dialogs = tag('div')

    def chips(self) -> None:
        """Draw where the chips stand."""
        self._chips = LiveList[tuple[str, str]](
            tag('div', '', 'filter-chips', role='group', aria_label=_('Filters')),
            key=lambda chip: chip[0],
            stamp=lambda chip: (chip, self._place),
            make=lambda _chip: rich('a', 'filter-chip'),
            update=self._update,
        )

    async def words(self, actor: User, filters: Filters) -> list[tuple[str, str]]:
        """Each filter with the word for what it leaves."""
        if not filters.chosen():
            return []
        named = _words(await choices(actor))
        return [(name, named.get(name, {}).get(value, value)) for name, value in filters.chosen().items()]

    def show(self, place: Place, words: list[tuple[str, str]]) -> None:
        self._place = place
        self._chips.show(words)
        self._chips.parent.set_visibility(bool(words))
        self.button.props['aria-pressed'] = 'true' if words else 'false'

    def _update(self, element: Element, chip: tuple[str, str]) -> None:
        name, word = chip
        element.props['href'] = replace(self._place, filters=replace(self._place.filters, **{name: ''})).address
        label = _('Remove filter: %(name)s %(word)s', name=_(NAMES[name]), word=word)
        element.props['aria-label'] = element.props['title'] = label
        fill(element, _CHIP.format(_(NAMES[name]), word, icon_markup('x')))

    @action
    async def _open(self) -> None:
        place, known = self._place, _words(await choices(await viewer()))

        async def narrow(values: Values) -> None:
            dialog.run_method('close')
            ui.navigate.to(replace(place, filters=Filters.of(values)).address)

        with opened(self._dialogs, _('Filter the queue')) as dialog:
            form = Form(narrow, classes='form filter-form')
            words = NAMES['text']
            form.line('text', _(words), value=place.filters.text, maxlength=LONGEST, autofocus=True)
            for name, offered in known.items():
                options = [('', _('Any')), *offered.items()]
                form.select(name, _(NAMES[name]), options, value=getattr(place.filters, name))
            with form.element, tag('div', '', 'form-foot'):
                send_button(_('Filter'))
                clear = link(
                    _('Remove all filters'), replace(place, filters=EVERYTHING).address, 'button button-secondary'
                )
                clear.on('click', js_handler='(event) => event.currentTarget.closest("dialog").close()')


def _words(known: Choices) -> Mapping[str, Mapping[str, str]]:
    """What each filter can leave, by its value."""
    return {
        'priority': {level: _(PRIORITY[level].word) for level in Priority},
        'status': {status: _(STATUS[status].word) for status in Status},
        'kind': {kind: _(word) for kind, word in KINDS.items()},
        'department': _said(known['department']),
        'assignee': {NOBODY: _('Unassigned'), **_said(known['assignee'])},
        'company': _said(known['company']),
    }


def _said(names: Mapping[str, Words]) -> dict[str, str]:
    return {key: _(name) for key, name in names.items()}
