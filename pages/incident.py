"""`/status/incidents/{id}`: all that was told of an incident or a maintenance."""

from nicegui import ui

from models.audience import Reader
from models.incident import OVER, IncidentKind
from services.board.board import TOPICS, incident
from services.board.board_lines import IncidentLine, UpdateLine
from services.incidents import incident_links, post_mortems
from services.plain_text import is_id
from services.refusals import NotFound
from webui.actions import action
from webui.board.board_look import PHASE
from webui.board.incident_markup import facts, impacts_markup, update_markup
from webui.elements import button, heading, icon, link, tag
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import fill, linkify, rich
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import anybody, viewer


@shell.page('/status/incidents/{identifier}', Access.ANYONE)
async def one_incident(identifier: str) -> None:
    if not is_id(identifier):
        raise NotFound
    page = IncidentPage(int(identifier))
    title(_((await incident(Reader.of(await anybody()), page.id)).title))
    page.draw()
    await live([*TOPICS, f'incident:{page.id}'], page.show)


class IncidentPage:
    """Its head, its updates, and what was learnt of it; a customer may say that it happens to him too."""

    def __init__(self, incident_id: int) -> None:
        self.id = incident_id

    def draw(self) -> None:
        with tag('article', '', 'page page-narrow stack'):
            with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
                link(_('Network status'), '/status')
                icon('chevron-right')
                self._kind = tag('span')
            self._title = heading('')
            self._title.props['dir'] = 'auto'
            with tag('div', '', 'incident-facts'):
                self._chip = rich('span')
                self._facts = tag('p')
            self._impacts = rich('p', 'incident-impacts')
            with tag('p') as self._me_too:
                self._join = button(_('It happens to me too'), self._joins, icon_name='users')
                self._joined = link(_('To your ticket'), '', 'button button-secondary', 'arrow-right')
            with tag('section', '', 'card', aria_label=_('Updates')), tag('div', '', 'card-body'):
                self._updates = LiveRows[UpdateLine](
                    tag('ol', '', 'incident-updates'), key=lambda one: one.id, stamp=lambda one: one, draw=update_markup
                )
            with tag('section', '', 'card') as self._learnt:
                with tag('div', '', 'card-head'):
                    heading(_('What we learnt'), 2, 'card-title')
                self._words = rich('div', 'card-body prose')

    async def show(self) -> None:
        reader = Reader.of(await anybody())
        seen = await incident(reader, self.id)
        is_incident = seen.kind == IncidentKind.INCIDENT
        self._kind.text = _('Network incident') if is_incident else _('Maintenance')
        self._title.text, self._facts.text = _(seen.title), facts(seen)
        fill(self._chip, chip_markup(PHASE[seen.phase]))
        fill(self._impacts, impacts_markup(seen))
        self._impacts.set_visibility(bool(seen.impacts))
        self._updates.show(seen.updates)
        learnt = await post_mortems.read(reader, self.id) if seen.has_post_mortem else ''
        fill(self._words, linkify(learnt))
        self._learnt.set_visibility(bool(learnt))
        await self._show_join(reader, seen)

    async def _show_join(self, reader: Reader, seen: IncidentLine) -> None:
        may_join = seen.kind == IncidentKind.INCIDENT and seen.phase not in OVER and not reader.is_staff
        person = await anybody()
        ticket = await incident_links.joined(person, self.id) if may_join and person else None
        self._me_too.set_visibility(may_join)
        self._join.set_visibility(ticket is None)
        self._joined.set_visibility(ticket is not None)
        if ticket:
            self._joined.props['href'] = f'/tickets/{ticket.number}'

    @action
    async def _joins(self) -> None:
        if await anybody() is None:
            ui.navigate.to(f'/login?next=%2Fstatus%2Fincidents%2F{self.id}')
            return
        ticket = await incident_links.join(await viewer(), self.id)
        ui.navigate.to(f'/tickets/{ticket.number}')
