"""`/desk/new`: somebody calls. One box finds who it is, or of which ticket he speaks (S3-27, S4-7, S4-15)."""

from nicegui import ui
from nicegui.events import GenericEventArguments

from services.desk import phone
from services.desk.phone import Found
from webui.actions import action
from webui.desk.call_answers import Answer, answer_list, answers
from webui.desk.desk_place import Place, place_of
from webui.desk.phone_pane import draw_status, draw_ticket_form
from webui.elements import heading, icon, link, tag
from webui.form.forms import KEEP, Form, Values, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
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
        self.answers = answer_list(tag('div', '', 'rows call-people', aria_live='polite'), self._choose)
        self.answers.parent.set_visibility(False)
        self.place = tag('div', '', 'stack')
        self._text = ''

    async def _find(self, values: Values) -> None:
        """Enter: to the ticket, to the one person there is, or to who is not known yet."""
        self._text = text = values.get('q', '').strip()
        found = await phone.find(await viewer(), text)
        if not found.number and len(found.people) > 1:
            self._show(found)
            return
        await self._choose(next(iter(answers(found, text))))

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        text = str(event.args.get('q', '')).strip() if isinstance(event.args, dict) else ''
        if text == self._text:
            return  # it was answered by Enter
        self._text = text
        found = await phone.find(await viewer(), text) if text else Found('')
        if text == self._text:
            self._show(found)

    def _show(self, found: Found) -> None:
        self.place.clear()
        self.answers.parent.set_visibility(bool(self._text))
        self.answers.show(answers(found, self._text) if self._text else [])

    @action
    async def _choose(self, answer: Answer) -> None:
        self._text = self._text or answer.text
        person = await phone.person(await viewer(), answer.person) if answer.person else None
        self.answers.parent.set_visibility(False)
        self.place.clear()
        with self.place:
            if answer.number:
                await draw_status(answer.number)
            else:
                await draw_ticket_form(person, answer.text, self._choose)
