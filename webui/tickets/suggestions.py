"""Beside the form of a new ticket: what may help, while somebody types; what did help makes the ticket needless."""

from collections.abc import Callable, Sequence

from nicegui import ui
from nicegui.events import GenericEventArguments

from models import Announcement, Article, CatalogItem
from services.incidents import incident_links
from services.knowledge import deflections, suggestions
from services.knowledge.articles import TOPIC
from services.knowledge.suggestions import Suggestions
from services.language import Words
from services.markdown import render
from services.plain_text import is_id
from services.tickets import drafts
from webui.actions import action
from webui.elements import button, heading, notify, tag
from webui.form.forms import Form, Values, texts
from webui.form.sheet import sheet
from webui.form.writer_field import WRITER
from webui.i18n import _, ngettext
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import fill, rich
from webui.tickets.suggestion_rows import Row, suggestion_rows
from webui.viewer import viewer

EVERY = 0.3  # seconds
TYPED = """(event) => {
  if (!["subject", "description"].includes(event.target.name)) return;
  const { subject, description } = event.currentTarget.elements;
  emit(`${description.value.slice(-120)} ${subject.value.slice(0, 250)}`);
}"""
CHOSEN = """(event) => {
  const chosen = event.target.closest("[data-suggestion]");
  if (!chosen) return;
  const { subject, description, writer } = chosen.form.elements;
  const typed = { subject: subject.value, description: description.value, writer: writer?.value ?? "" };
  emit({ chosen: chosen.dataset.suggestion, ...typed });
}"""


class SuggestionPanel:
    """What is suggested for one form, whose files wait at `files_key`. `on_over`: it is needed no more."""

    def __init__(
        self, form: Form, item: CatalogItem, text: str, draft_key: str, files_key: str, on_over: Callable[[], None]
    ) -> None:
        self._item, self._text, self._key, self._files_key, self._on_over = item, text, draft_key, files_key, on_over
        self._dismissed: set[int] = set()
        self._found = Suggestions()
        form.element.on('input', self._typed, js_handler=TYPED, throttle=EVERY, leading_events=False)

    async def draw(self) -> None:
        """Where it is called; the dialogs come behind it."""
        with tag('div', '', 'suggestions-place'):
            with tag('section', '', 'suggestions', aria_label=_('This may help you')) as self._section:
                heading(_('This may help you'), 2, 'card-title')
                self._said = tag('p', '', 'sr-only', role='status')
                self._rows = LiveRows[Row](
                    tag('ul', '', 'mini-rows'),
                    key=lambda row: row[0],
                    stamp=lambda row: row[1],
                    draw=lambda row: row[1],
                )
            self._section.on('click', self._chosen, js_handler=CHOSEN)
            self._dialogs = tag('div')
            self._view = await live([TOPIC, 'board', 'announcements'], self._show)

    async def _show(self) -> None:
        actor, text = await viewer(), self._text
        found = await suggestions.suggest(actor, self._item, text)
        if text != self._text:
            return  # somebody typed on, and it is asked again
        incidents = [one for one in found.incidents if one.id not in self._dismissed]
        self._found = Suggestions(incidents, found.announcements, found.articles, found.tickets)
        rows = list(suggestion_rows(self._found))
        self._rows.show(rows)
        self._section.set_visibility(bool(rows))
        self._said.text = ngettext('%(n)d suggestion', '%(n)d suggestions', len(rows)) if rows else ''

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        self._text = str(event.args)
        self._view.refresh()

    @action
    async def _chosen(self, event: GenericEventArguments) -> None:
        values = texts(event.args)
        kind, _colon, number = values.get('chosen', '').partition(':')
        if not is_id(number):
            return
        if kind == 'dismiss':
            self._dismissed.add(int(number))
            self._view.refresh()
        elif kind == 'join':
            await self._join(int(number), values)
        else:
            self._read(kind, int(number))

    async def _join(self, incident_id: int, values: Values) -> None:
        """What was typed so far goes along: nothing of it is lost, and nothing is asked for."""
        actor = await viewer()
        typed = '\n\n'.join(filter(None, (values.get(name, '').strip() for name in ('subject', 'description'))))
        writer = values.get(WRITER, '')
        ticket = await incident_links.join(actor, incident_id, self._item.slug, typed, self._files_key, writer)
        self._on_over()
        await drafts.forget(actor, self._key)
        ui.navigate.to(f'/tickets/{ticket.number}')

    def _read(self, kind: str, number: int) -> None:
        """Show what is among what was suggested, with the question whether it helped."""
        things: Sequence[Article | Announcement] = ()
        if kind in ('article', 'announcement'):
            things = self._found.articles if kind == 'article' else self._found.announcements
        thing = next((one for one in things if one.id == number), None)
        if thing is None:
            return

        @action
        async def helped() -> None:
            actor = await viewer()
            await deflections.solved_by(actor, kind, number, self._text)
            self._on_over()
            await drafts.forget(actor, self._key)
            notify(_('We are glad. No ticket was opened.'))
            ui.navigate.to('/')

        self._dialogs.clear()
        with self._dialogs:
            dialog = sheet(_(Words.of(thing, 'title')))
        with dialog:
            fill(rich('div', 'prose suggestion-text'), render(_(Words.of(thing, 'body'))))
            with tag('div', '', 'form-foot'):
                button(_('This solved it'), helped, icon_name='check', kind='primary')
                button(_('No, I go on with my ticket')).props['data-closes'] = ''
        dialog.run_method('showModal')
