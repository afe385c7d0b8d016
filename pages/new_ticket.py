"""`/tickets/new` and `/tickets/new/{item}`: the form of a catalogue item, or where to go instead (S0-20, S4-2)."""

from collections.abc import Sequence

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from models.audience import Reader
from models.catalog_item import TicketKind
from services.accounts.own_account import person_topic
from services.catalog import catalog
from services.catalog.catalog import Tile
from services.departments import departments
from services.departments.departments import Open
from services.language import N_
from webui.elements import Tag, heading, icon, link, tag
from webui.i18n import _, locale
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import fill, icon_markup, linkify, rich
from webui.opening import opening_words
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.opening_form import OpeningForm
from webui.viewer import viewer

INCIDENT = N_('Any report of a failure, an unforeseen interruption or a loss of quality of an IT service.')
REQUEST = N_('You ask for information, advice, access or a change.')
CHOICE = Markup(
    '<a class="choice-row" href="/tickets/new/{slug}" data-row="{slug}"><span class="icon-box">{icon}</span>'
    '<span class="row-words"><b>{name}</b><span class="muted small">{summary}</span></span></a>'
)
LEAD = Markup('<p class="lead" data-row="{id}"><b>{name}</b> {chip} <a href="/tickets/new">{all}</a></p>')
CHIP = Markup('<span class="chip" data-tone="{}">{}</span>')
Choice = tuple[str, str, str, str]  # where it leads, icon, name, summary


@shell.page('/tickets/new', Access.SIGNED_IN)
async def choose(department: str = '') -> None:
    """With `department`, an id, its types alone, and the one for what fits no other (S3-2)."""
    title(_('New ticket'))
    with tag('div', '', 'page page-narrow'):
        heading(_('What is it about?'))
        lead = LiveRows[Open](
            tag('div'), key=lambda one: one.id, stamp=lambda one: (_(one.name), opening_words(one.opening)), draw=_lead
        )
        broken = Group(_('Something does not work'), _('Incident'), _(INCIDENT))
        needed = Group(_('I need something'), _('Request'), _(REQUEST))
        other = Group(_('None of these fits'))
        elsewhere = Group(_('Somebody else takes care of this'), '', _('We tell you who.'))

    async def show() -> None:
        chosen = next((one for one in await departments.public() if str(one.id) == department), None)
        reader = Reader.of(await viewer())
        tiles = await catalog.home(locale().language, reader, chosen.id if chosen else None)
        generic = await catalog.generic(reader)
        first = generic.get(TicketKind.INCIDENT) or next(iter(generic.values()), None)
        lead.show([chosen] if chosen else [])
        lead.parent.set_visibility(chosen is not None)
        broken.show(_choices(tiles.incidents))
        needed.show(_choices(tiles.requests))
        slug = f'{first.slug}?department={chosen.id}' if first and chosen else first.slug if first else ''
        words = 'circle-help', _('None of these fits'), _('Tell us in your own words')
        other.show([(slug, *words)] if first else [])
        elsewhere.show(_choices(tiles.elsewhere))

    await live(['catalog', 'settings', person_topic((await viewer()).id)], show, every=60)


class Group:
    """Some of what can be chosen; it is there as long as there is anything."""

    def __init__(self, name: str, kind: str = '', definition: str = '') -> None:
        with tag('section', '', 'tile-group', aria_label=name) as self._section:
            if definition:
                with tag('div'):
                    with tag('div', '', 'tile-head'):
                        heading(name, 2)
                        tag('span', kind, 'muted small')
                    tag('p', definition, 'muted small')
            rows = tag('div', '', 'rows')
        self._rows = LiveRows[Choice](rows, key=lambda one: one[0], stamp=lambda one: one, draw=_choice)

    def show(self, choices: Sequence[Choice]) -> None:
        self._rows.show(choices)
        self._section.set_visibility(bool(choices))


def _choices(tiles: Sequence[Tile]) -> list[Choice]:
    return [(tile.slug, tile.icon, tile.title, tile.summary) for tile in tiles]


def _choice(choice: Choice) -> Markup:
    slug, icon_name, name, summary = choice
    return CHOICE.format(slug=slug, icon=icon_markup(icon_name), name=name, summary=summary)


def _lead(chosen: Open) -> Markup:
    words, tone = opening_words(chosen.opening)
    chip = CHIP.format(tone, words) if words else ''
    return LEAD.format(id=chosen.id, name=_(chosen.name), chip=chip, all=_('All departments'))


@shell.page('/tickets/new/{item}', Access.SIGNED_IN)
async def new_ticket(item: str) -> None:
    chosen = await catalog.item(item, Reader.of(await viewer()))
    name = chosen.text('title', locale().language)
    title(name)
    with tag('div', '', 'page page-narrow'):
        with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
            link(_('Home'), '/')
            icon('chevron-right')
            tag('span', name)
        head = heading(chosen.text('heading', locale().language) or name)
        if chosen.kind == TicketKind.REDIRECT:
            await _elsewhere(item, head)
            return
        await OpeningForm(await viewer(), chosen, head).draw()


async def _elsewhere(slug: str, head: Tag) -> None:
    """Why this is not for us, and who takes it: no form (S4-2)."""
    tag('p', _('We do not take care of this at the support centre.'), 'lead')
    with tag('div', '', 'stack elsewhere'):
        reason, destination = _told('info', _('Why')), _told('arrow-up-right', _('Where to go'))
        with tag('p', '', 'form-foot'):
            link(_('Back to the types of tickets'), '/', 'button button-secondary', 'arrow-left')
            link(_('None of these fits'), '/tickets/new', 'button button-quiet')

    async def show() -> None:
        chosen = await catalog.item(slug, Reader.of(await viewer()))
        if chosen.kind != TicketKind.REDIRECT:
            ui.navigate.reload()
        language = locale().language
        head.text = chosen.text('heading', language) or chosen.text('title', language)
        fill(reason, linkify(chosen.text('redirect_reason', language)))
        fill(destination, linkify(chosen.text('redirect_to', language)))

    await live(['catalog'], show)


def _told(icon_name: str, name: str) -> Element:
    with tag('section', '', 'card', aria_label=name):
        with tag('div', '', 'card-head'):
            heading(name, 2, 'card-title')
            icon(icon_name)
        return rich('div', 'card-body')
