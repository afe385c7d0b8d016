"""The dialog that closes a ticket as a duplicate of another: found by number or by words, as one types."""

from collections.abc import Sequence

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models import Ticket, User
from models.lifecycle import Event
from services.language import N_
from services.refusals import Invalid, NotAllowed, NotFound
from services.tickets import merging
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.appearance import STATUS
from webui.desk.desk_dialog import action_dialog
from webui.elements import tag
from webui.form.forms import Values
from webui.form.latest import latest
from webui.formats import moment
from webui.i18n import _
from webui.viewer import viewer

TYPED = '(event) => emit(event.target.value)'


async def merge_dialog(view: TicketView) -> None:
    ticket = view.ticket

    async def merge(actor: User, values: Values) -> None:
        target = await merging.chosen(actor, values.get('into', ''))
        if target is None:
            raise Invalid({'into': N_('Choose the ticket in which it goes on')})
        await merging.merge(actor, ticket, target)

    @action
    async def look(event: GenericEventArguments) -> None:
        await show(str(event.args)[:250])

    @latest
    async def show(asked: str) -> None:
        try:
            found, problem = await merging.candidates(await viewer(), ticket, asked), ''
        except (NotAllowed, NotFound) as refused:
            found, problem = [], _(refused.text)
        nothing.text = problem or ('' if found else _('No other ticket of these people fits.'))
        nothing.set_visibility(not found)
        _draw(into.control, found)

    title, send = _('Merge into another ticket'), _('Merge')
    lead = _('Its people get copies there, and all read what was written in both. For 24 hours it can be undone.')
    async with action_dialog(ticket, Event.MERGE, title, send, merge, lead=lead) as form:
        asked = form.line('asked', _('Number, or words of the subject'), type_='search', autocomplete='off')
        into = form.cards('into', _('In which ticket it goes on'), [])
        into.control.classes(replace='choice-rows')
        with form.element:
            nothing = tag('p', '', 'muted', role='status')
        asked.control.on('input', look, js_handler=TYPED, throttle=0.3, leading_events=False)
        await show('')


def _draw(group: Element, found: Sequence[Ticket]) -> None:
    """The tickets as radios; one that was found alone is chosen."""
    group.clear()
    with group:
        for one in found:
            with tag('label', '', 'choice-card'):
                radio = tag('input', '', 'sr-only', type='radio', name='into', value=one.number)
                radio.props['defaultChecked'] = len(found) == 1
                tag('span', one.subject, 'choice-title')
                status = _(STATUS[one.status].word)
                tag('span', f'{one.number} · {status} · {moment(one.updated_at)}', 'choice-text')
