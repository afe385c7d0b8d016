"""`/search?q=`: everything that the person may see and that holds the words (S3-8)."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui
from nicegui.events import GenericEventArguments

from models import User
from services.knowledge import missed_searches
from services.plain_text import is_id
from services.search import search
from services.search.search import KINDS, Group
from services.search.search_words import Question
from webui.actions import action
from webui.elements import Tag, button, empty_state, heading, icon, link, tag
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.routing import Access
from webui.shell.found import KINDS as LOOKS
from webui.shell.found import address_of, row_markup
from webui.shell.portal_shell import shell
from webui.shell.search_box import EVERY, SENT, TYPED, search_address
from webui.shell.title import title
from webui.viewer import anybody

Row = tuple[str, str, Markup]
PUBLISHED = ['articles', 'announcements']
HIT = Markup('<a class="hit" data-row="{}" href="{}">{}</a>')


@shell.page('/search', Access.ANYONE)
async def search_page(q: str = '', person: str = '') -> None:
    """With `person`, an id, what is that person's: a link of the desk's own results."""
    title(_('Search'))
    await Results(q[:200], int(person) if is_id(person) else None).draw()


@dataclass
class Results:
    """The field, and below it what was found, kind by kind; it is looked for again while somebody types."""

    text: str
    owner: int | None
    pages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 1))

    async def draw(self) -> None:
        actor = await anybody()
        with tag('div', '', 'page search-page'):
            heading(_('Search'))
            self._field()
            self.sections = {kind: self._section(kind) for kind in KINDS}
            self.nothing = tag('div', '', 'rows')
        self._told: tuple[bool, bool] | None = None
        self._is_asked = True  # by the address
        self.view = await live(_topics(actor), self.show)

    def _field(self) -> None:
        form = tag('form', '', 'find search-box', role='search', action='/search')
        with form:
            icon('search')
            control = tag(
                'input', '', 'input', type='search', name='q', autocomplete='off', maxlength=200, data_key='/',
                aria_label=_('Search'), placeholder=_('Words or a ticket number'),
            )  # fmt: skip
            control.props['defaultValue'] = self.text
        control.on('input', self._typed, js_handler=TYPED, throttle=EVERY, leading_events=False)
        form.on('submit', self._go, js_handler=SENT)

    def _section(self, kind: str) -> tuple[Tag, LiveRows[Row], Tag]:
        name = _(LOOKS[kind][1])
        with tag('section', '', 'stack-tight', aria_label=name) as section:
            heading(name, 2)
            rows = LiveRows[Row](
                tag('div', '', 'rows', data_rows=''),
                key=lambda row: row[0],
                stamp=lambda row: row[1:],
                draw=lambda row: HIT.format(*row),
            )
            more = button(_('Show more'), lambda: self._show_more(kind))
        return section, rows, more

    async def show(self) -> None:
        actor, text = await anybody(), self.text
        groups = {kind: await self._read(actor, kind, text) for kind in KINDS}
        if text != self.text:
            return  # it is looked for anew already
        for kind, (section, rows, more) in self.sections.items():
            group = groups[kind]
            section.set_visibility(bool(group.hits))
            rows.show([(f'{kind}-{hit.id}', address_of(hit, actor), row_markup(hit, actor)) for hit in group.hits])
            more.set_visibility(group.next is not None)
        is_found = any(group.hits for group in groups.values())
        self._tell(is_found=is_found, is_known=actor is not None)
        if self._is_asked:
            self._is_asked = False
            await self._note(actor, is_found=is_found)

    async def _read(self, actor: User | None, kind: str, text: str) -> Group:
        limit = search.PAGE * self.pages[kind]
        found = await search.search(actor, text, [kind], limit=limit, owner=self.owner)
        return found[0] if found else Group(kind, ())

    def _tell(self, *, is_found: bool, is_known: bool) -> None:
        """Say it kindly when nothing was found."""
        is_asked = bool(Question.of(self.text).words or self.owner)
        self.nothing.set_visibility(not is_found)
        if is_found or self._told == (is_asked, is_known):
            return
        self._told = is_asked, is_known
        self.nothing.clear()
        with self.nothing:
            if not is_known:
                login = '/login?' + urlencode({'next': search_address(self.text)})
                with empty_state(
                    'lock', _('Sign in to search'), _('You then find your tickets and what is meant for you.')
                ):
                    link(_('Sign in'), login, 'button button-primary', 'log-in')
            elif is_asked:
                empty_state('search-x', _('Nothing found'), _('Check the spelling, try fewer words or the number.'))
            else:
                empty_state(
                    'search', _('What are you looking for?'), _('Two letters are enough; a number opens its ticket.')
                )

    def _show_more(self, kind: str) -> None:
        self.pages[kind] += 1
        self.view.refresh()

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        self.text, self.owner = str(event.args), None
        self.pages = dict.fromkeys(KINDS, 1)
        ui.navigate.history.replace(search_address(self.text))
        self.view.refresh()

    async def _note(self, actor: User | None, *, is_found: bool) -> None:
        """Not what somebody is still typing, but what he has asked for in vain."""
        if not is_found and self.owner is None:
            await missed_searches.note(actor, self.text)

    @action
    async def _go(self, event: GenericEventArguments) -> None:
        """Enter: a number opens its ticket; what words find is here already."""
        actor = await anybody()
        number = await search.ticket_number(actor, str(event.args)) if actor else None
        if actor and number:
            ui.navigate.to(f'/{"desk" if actor.is_staff else "tickets"}/{number}')
        else:
            self._is_asked = True
            self.view.refresh()


def _topics(actor: User | None) -> list[str]:
    if actor is None:
        return PUBLISHED
    own = ['queue'] if actor.is_staff else [f'user:{actor.id}', f'company:{actor.organization_id}']
    return own + PUBLISHED
