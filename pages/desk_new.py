"""`/desk/new`: somebody calls. One box finds who it is, or of which ticket he speaks (S3-27, S4-7, S4-15)."""

from nicegui import ui
from nicegui.events import GenericEventArguments

from services import phone
from services.phone import Found
from webui.actions import action
from webui.desk_frame import shell
from webui.desk_place import Place, place_of
from webui.elements import button, heading, icon, link, tag
from webui.forms import KEEP, Form, Values, send_button
from webui.i18n import _
from webui.phone_pane import draw_people, draw_status, draw_ticket_form
from webui.routing import Access
from webui.title import title
from webui.viewer import viewer

TYPED_EVERY = 0.3  # seconds


@shell.page('/desk/new', Access.STAFF)
async def desk_new() -> None:
    title(_('By phone'))
    view = place_of(ui.context.client.sub_pages_router.current_path).view
    with tag('section', '', 'call-pane', aria_label=_('By phone')):
        with tag('div', '', 'pane-head'):
            with link('', Place(view).address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                icon('arrow-left')
            heading(_('By phone'), classes='queue-title')
        with tag('div', '', 'call-scroll'):
            CallPage()


class CallPage:
    """The box, and below it what it has found: people, a ticket's status, or the form of a new ticket."""

    def __init__(self) -> None:
        self.form = Form(self._find, classes='call-search', role='search')
        self.form.line('q', _('Name, phone, company or ticket number'), autocomplete='off', autofocus=True)
        with self.form.element:
            send_button(_('Find'), 'search')
        self.form.element.on('input', self._typed, js_handler=KEEP, throttle=TYPED_EVERY, leading_events=False)
        self.place = tag('div', '', 'stack', aria_live='polite')

    async def _find(self, values: Values) -> None:
        """Enter: to the ticket, to the one person there is, or to who is not known yet."""
        text = values.get('q', '').strip()
        found = await phone.find(await viewer(), text)
        if found.number:
            await self._status(found.number)
        elif len(found.people) == 1:
            await self._choose(found.people[0]['id'])
        elif found.people:
            self._people(found, text)
        else:
            await self._new(text)

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        text = str(event.args.get('q', '')).strip() if isinstance(event.args, dict) else ''
        self._people(await phone.find(await viewer(), text) if text else Found(''), text)

    def _people(self, found: Found, text: str) -> None:
        self.place.clear()
        with self.place:
            if found.number:
                button(_('Ticket %(number)s', number=found.number), lambda: self._status(found.number))
            if found.people:
                draw_people(found.people, self._choose)
            if text and not found.number:
                button(_('Somebody new: “%(text)s”', text=text[:60]), lambda: self._new(text), icon_name='user-plus')

    @action
    async def _status(self, number: str) -> None:
        self.place.clear()
        with self.place:
            await draw_status(number)

    @action
    async def _choose(self, person_id: int) -> None:
        person = await phone.person(await viewer(), person_id)
        self.place.clear()
        with self.place:
            await draw_ticket_form(person, '', self._status)

    @action
    async def _new(self, text: str) -> None:
        self.place.clear()
        with self.place:
            await draw_ticket_form(None, text, self._status)
