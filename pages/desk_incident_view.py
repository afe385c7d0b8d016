"""`/desk/incidents/{id}`: an incident or a maintenance as the desk works on it."""

from collections.abc import Awaitable, Callable
from functools import partial

from markupsafe import Markup
from nicegui import ui
from nicegui.events import GenericEventArguments

from models import Ticket
from models.audience import Reader
from models.incident import OVER, IncidentKind, Phase
from services.board.board import TOPICS, incident
from services.board.board_lines import IncidentLine, UpdateLine
from services.board.status import Place
from services.incidents import incident_links, incidents
from services.incidents.incident_forms import PHASES, NewUpdate
from services.incidents.incident_links import Affected
from services.plain_text import is_id
from services.refusals import NotFound
from webui.actions import action
from webui.appearance import STATUS
from webui.board.board_look import PHASE
from webui.board.incident_dialogs import cancel_dialog, correct_dialog, details_dialog, reschedule_dialog
from webui.board.incident_fields import (
    components,
    impact_fields,
    impacts_of,
    phase_field,
    promise_field,
    promise_of,
    spared_of,
    tell_present,
    text_fields,
    texts_of,
)
from webui.board.incident_markup import facts, impacts_markup, is_late, update_markup
from webui.board.incident_templates import template_field
from webui.board.post_mortem_card import post_mortem_card
from webui.elements import button, heading, icon, link, tag
from webui.form.forms import Form, Values, send_button
from webui.formats import or_more
from webui.i18n import _, ngettext
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import fill, rich
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

CORRECT = '(event) => { const one = event.target.closest("[data-correct]"); if (one) emit(one.dataset.correct); }'
_TICKET = Markup(
    '<a class="incident-row" href="/desk/{number}" data-row="{number}"><span class="status-words">'
    '<b dir="auto">{subject}</b><span class="muted small">{number} · <bdi>{who}</bdi></span></span>{chip}</a>'
)


@shell.page('/desk/incidents/{identifier}', Access.STAFF)
async def desk_incident(identifier: str) -> None:
    if not is_id(identifier):
        raise NotFound
    page = DeskIncident(int(identifier))
    seen = await incident(Reader.of(await viewer()), page.id)
    title(_(seen.title))
    await page.draw(seen)


class DeskIncident:
    """Its head, the composer, what was told, and its tickets. What somebody types is never among what is redrawn."""

    def __init__(self, incident_id: int) -> None:
        self.id = incident_id

    async def draw(self, seen: IncidentLine) -> None:
        self._seen = seen
        self._is_incident = seen.kind == IncidentKind.INCIDENT
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow stack'):
            self._dialogs = tag('div')
            self._head()
            with tag('div', '', 'banner', data_tone='warn') as self._draft:
                icon('eye-off')
                tag('span', _('A draft: only the desk sees it. Your first update publishes it.'))
                button(_('Discard'), self._discard)
            with tag('section', '', 'card', aria_label=_('New update')) as self._composer:
                with tag('div', '', 'card-head'):
                    heading(_('What is new?'), 2, 'card-title')
                with tag('div', '', 'card-body'):
                    await self._compose(seen)
            with tag('section', '', 'card', aria_label=_('Updates')), tag('div', '', 'card-body'):
                updates = tag('ol', '', 'incident-updates')
                updates.on('click', self._correct, js_handler=CORRECT)
                self._updates = LiveRows[UpdateLine](
                    updates,
                    key=lambda one: one.id,
                    stamp=lambda one: one,
                    draw=lambda one: update_markup(one, True),
                )
            with tag('div') as self._over:
                await post_mortem_card(self.id)
            with tag('section', '', 'stack-tight', aria_label=_('Tickets')) as self._told:
                with tag('div', '', 'card-head incident-affected'):
                    heading(_('Tickets'), 2, 'card-title')
                    self._affected = tag('span', '', 'muted')
                self._tickets = LiveRows[Ticket](
                    tag('div', '', 'status-rows'), key=lambda one: one.number, stamp=_stamp, draw=_ticket
                )
                latest = _('Only the latest %(n)d tickets are listed.', n=incident_links.LISTED)
                self._unlisted = tag('p', latest, 'muted small')
            await live([*TOPICS, f'incident:{self.id}'], self._show, every=60)
            if self._is_incident:
                await live([f'incident:{self.id}', 'queue'], self._show_tickets)

    def _head(self) -> None:
        with tag('div', '', 'page-head'):
            with link('', '/desk/incidents', 'button icon-button', aria_label=_('Back to the incidents')):
                icon('arrow-left')
            self._title = heading('')
            self._title.props['dir'] = 'auto'
        with tag('div', '', 'incident-facts'):
            self._chip = rich('span')
            self._facts = tag('p')
        self._late = tag('p', _('The promised update is overdue'), 'incident-late')
        self._impacts = rich('p', 'incident-impacts')
        with tag('div', '', 'page-actions'):
            button(_('Details and audience'), partial(self._open, details_dialog), icon_name='pencil')
            if not self._is_incident:
                self._plan = [
                    button(_('Reschedule'), partial(self._open, reschedule_dialog), icon_name='calendar-clock'),
                    button(_('Cancel the maintenance'), partial(self._open, cancel_dialog), icon_name='x'),
                ]
            link(_('As customers see it'), f'/status/incidents/{self.id}', 'button button-quiet', 'eye')

    async def _compose(self, seen: IncidentLine) -> None:
        async def send(values: Values) -> None:
            goes_on = (values.get('phase') or self._seen.phase) not in OVER
            told = NewUpdate(
                values.get('body', ''),
                values.get('phase', ''),
                impacts_of(values) if goes_on else (),
                promise_of(values),
                translations=texts_of(values),
                spared=spared_of(values) if goes_on else (),
            )
            await incidents.post_update(await viewer(), self.id, told)
            form.clear()
            form.element.run_method('reset')

        def about() -> list[Place]:
            return [(one.component_id, one.region_id) for one in self._seen.impacts]

        actor, self._form = await viewer(), Form(send)
        form = self._form
        await template_field(form, actor, seen.kind, about=about, since=seen.starts_at, until=seen.ends_at)
        phases = [one for one in PHASES[seen.kind] if one not in (Phase.SCHEDULED, Phase.CANCELLED)]
        phase_field(form, phases, goes_on=True)
        text_fields(form, body='')
        if self._is_incident:
            with form.element, tag('details', '', 'blanks') as part:
                tag('summary', _('Change what it does to services'))
            impact_fields(form, await components(actor), goes_on=True)
            form.fields['impacts'].box.move(part)
        promise_field(form)
        with form.element, tag('div', '', 'form-foot'):
            send_button(_('Publish update'), 'megaphone')

    async def _show(self) -> None:
        seen = self._seen = await incident(Reader.of(await viewer()), self.id)
        is_over = seen.phase in OVER
        tell_present(self._form, seen)
        self._title.text, self._facts.text = _(seen.title), facts(seen)
        fill(self._chip, chip_markup(PHASE[seen.phase]))
        fill(self._impacts, impacts_markup(seen))
        self._late.set_visibility(is_late(seen))
        self._draft.set_visibility(seen.phase == Phase.DRAFT)
        self._over.set_visibility(is_over)
        self._composer.set_visibility(self._is_incident or not is_over)
        self._told.set_visibility(self._is_incident and seen.phase != Phase.DRAFT)
        if not self._is_incident:
            for one in self._plan:
                one.set_visibility(not is_over)
        self._updates.show(seen.updates)

    async def _show_tickets(self) -> None:
        found = await incident_links.affected(await viewer(), self.id)
        self._affected.text = _counted(found)
        self._tickets.show(found.tickets)
        self._unlisted.set_visibility(found.count > len(found.tickets))

    @action
    async def _open(self, dialog: Callable[[int], Awaitable[None]]) -> None:
        self._dialogs.clear()
        with self._dialogs:
            await dialog(self.id)

    @action
    async def _correct(self, event: GenericEventArguments) -> None:
        seen = await incident(Reader.of(await viewer()), self.id)
        update = next((one for one in seen.updates if str(one.id) == event.args), None)
        if update:
            self._dialogs.clear()
            with self._dialogs:
                await correct_dialog(update)

    @action
    async def _discard(self) -> None:
        await incidents.discard_draft(await viewer(), self.id)
        ui.navigate.to('/desk/incidents')


def _counted(found: Affected) -> str:
    people = or_more(ngettext('%(n)d person', '%(n)d people', found.people), found.people)
    companies = or_more(ngettext('%(n)d company', '%(n)d companies', found.companies), found.companies)
    return f'{people} · {companies}' if found.people else _('Nobody has said yet that it happens to him')


def _stamp(ticket: Ticket) -> tuple[object, ...]:
    return ticket.subject, ticket.status


def _ticket(ticket: Ticket) -> Markup:
    who = ticket.organization.name if ticket.organization else ticket.requester.full_name
    look = chip_markup(STATUS[ticket.status])
    return _TICKET.format(number=ticket.number, subject=ticket.subject, who=who, chip=look)
