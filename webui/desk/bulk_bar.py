"""What can be done with all the rows of the queue that somebody has chosen."""

from collections.abc import Sequence
from functools import partial

from models.lifecycle import Event
from services.tickets import bulk
from services.tickets.bulk import Outcome
from webui.actions import action
from webui.desk.bulk_actions import ACTIONS, BulkAction
from webui.elements import button, icon_button, notify, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet, sheet_foot
from webui.i18n import _, ngettext
from webui.viewer import viewer

CHOOSE_ALL = '(event) => event.currentTarget.closest(".bulk-bar").mesaChoose()'
CHOOSE_NONE = '(event) => event.currentTarget.closest(".bulk-bar").mesaChoose([])'


class BulkBar:
    """Draws the bar and its dialogs; `show` lets it follow what is chosen."""

    def __init__(self) -> None:
        self._chosen: Sequence[int] = ()
        with tag('div', '', 'bulk-bar', role='region', aria_label=_('Chosen tickets')) as self.element:
            with tag('div', '', 'bulk-head'):
                self._count = tag('b', '', role='status')
                button(_('Choose all'), kind='quiet').on('click', js_handler=CHOOSE_ALL)
                icon_button(_('Choose none'), 'x').on('click', js_handler=CHOOSE_NONE)
            with tag('div', '', 'bulk-actions'):
                self._buttons = {
                    event: button(_(does.word), partial(self._open, event), icon_name=does.icon)
                    for event, does in ACTIONS.items()
                }
            self._impossible = tag('p', _('They have no action in common.'), 'muted small')
        self._dialogs = tag('div')
        self.element.set_visibility(False)

    async def show(self, chosen: Sequence[int]) -> None:
        """Offer what is allowed for every one of these tickets."""
        self._chosen = chosen
        events = await bulk.allowed_for_all(await viewer(), chosen) if chosen else frozenset()
        self.element.set_visibility(bool(chosen))
        self._count.text = ngettext('%(n)d chosen', '%(n)d chosen', len(chosen))
        for event, element in self._buttons.items():
            element.set_visibility(event in events)
        self._impossible.set_visibility(not events & ACTIONS.keys())

    @action
    async def _open(self, event: Event) -> None:
        does, ids = ACTIONS[event], list(self._chosen)
        if does.ask is None:
            self._tell(await bulk.each(await viewer(), ids, does.verb({})))
        else:
            await self._ask(does, ids)

    async def _ask(self, does: BulkAction, ids: Sequence[int]) -> None:
        assert does.ask is not None

        async def submit(values: Values) -> None:
            outcome = await bulk.each(await viewer(), ids, does.verb(values))
            dialog.run_method('close')
            self._tell(outcome)

        title = ngettext('%(what)s: %(n)d ticket', '%(what)s: %(n)d tickets', len(ids), what=_(does.word))
        self._dialogs.clear()
        with self._dialogs, sheet(title) as dialog:
            form = Form(submit)
            await does.ask(form, await viewer(), ids)
            with form.element:
                sheet_foot(_(does.word))
        next(iter(form.fields.values())).control.props['autofocus'] = True
        dialog.run_method('showModal')

    def _tell(self, outcome: Outcome) -> None:
        """Say how many worked, and which were refused and why; these stay chosen."""
        self.element.run_method('mesaChoose', [ticket.id for ticket, _reason in outcome.refused])
        done = ngettext('Done with %(n)d ticket', 'Done with %(n)d tickets', len(outcome.done))
        if not outcome.refused:
            notify(done)
            return
        with opened(self._dialogs, _('Not all of them')):
            tag('p', done if outcome.done else _('It was done with none of them.'))
            with tag('dl', '', 'facts'):
                for ticket, reason in outcome.refused:
                    tag('dt', ticket.number, 'number')
                    tag('dd', _(reason))
            with tag('div', '', 'form-foot'):
                button(_('Understood'), kind='primary').props['data-closes'] = ''
