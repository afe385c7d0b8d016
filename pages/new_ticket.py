"""`/tickets/new` and `/tickets/new/{item}`: the form of a catalogue item, or where to go instead (S0-20, S4-2)."""

from collections.abc import Sequence

from models.audience import Reader
from models.catalog_item import TicketKind
from services.catalog import catalog
from services.catalog.catalog import Tile
from services.departments import departments
from services.language import N_
from webui.elements import heading, icon, link, tag
from webui.i18n import _, locale
from webui.markup import fill, linkify, rich
from webui.opening import opening_chip
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.opening_form import OpeningForm
from webui.viewer import viewer

INCIDENT = N_('Any report of a failure, an unforeseen interruption or a loss of quality of an IT service.')
REQUEST = N_('You ask for information, advice, access or a change.')


@shell.page('/tickets/new', Access.SIGNED_IN)
async def choose(department: str = '') -> None:
    """With `department`, an id, its types alone, and the one for what fits no other (S3-2)."""
    title(_('New ticket'))
    chosen = next((one for one in await departments.public() if str(one.id) == department), None)
    reader = Reader.of(await viewer())
    tiles = await catalog.home(locale().language, reader, chosen.id if chosen else None)
    generic = await catalog.generic(reader)
    with tag('div', '', 'page page-narrow'):
        heading(_('What is it about?'))
        if chosen:
            with tag('p', '', 'lead'):
                tag('b', _(chosen.name))
                opening_chip(chosen.opening)
                link(_('All departments'), '/tickets/new')
        _group(_('Something does not work'), _('Incident'), _(INCIDENT), tiles.incidents)
        _group(_('I need something'), _('Request'), _(REQUEST), tiles.requests)
        if generic:
            first = generic.get(TicketKind.INCIDENT) or next(iter(generic.values()))
            with tag('section', '', 'tile-group', aria_label=_('None of these fits')), tag('div', '', 'rows'):
                slug = f'{first.slug}?department={chosen.id}' if chosen else first.slug
                _choice(slug, 'circle-help', _('None of these fits'), _('Tell us in your own words'))
        if tiles.elsewhere:
            _group(_('Somebody else takes care of this'), '', _('We tell you who.'), tiles.elsewhere)


def _group(name: str, kind: str, definition: str, tiles: Sequence[Tile]) -> None:
    if not tiles:
        return
    with tag('section', '', 'tile-group', aria_label=name):
        with tag('div'):
            with tag('div', '', 'tile-head'):
                heading(name, 2)
                tag('span', kind, 'muted small')
            tag('p', definition, 'muted small')
        with tag('div', '', 'rows'):
            for tile in tiles:
                _choice(tile.slug, tile.icon, tile.title, tile.summary)


def _choice(slug: str, icon_name: str, name: str, summary: str) -> None:
    with tag('a', '', 'choice-row', href=f'/tickets/new/{slug}'):
        icon(icon_name)
        with tag('span', '', 'row-words'):
            tag('b', name)
            tag('span', summary, 'muted small')


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
            _elsewhere(chosen.text('redirect_reason', locale().language), chosen.text('redirect_to', locale().language))
            return
        await OpeningForm(await viewer(), chosen, head).draw()


def _elsewhere(reason: str, destination: str) -> None:
    """Why this is not for us, and who takes it: no form (S4-2)."""
    tag('p', _('We do not take care of this at the support centre.'), 'lead')
    with tag('div', '', 'stack elsewhere'):
        for icon_name, name, text in (
            ('info', _('Why'), reason),
            ('arrow-up-right', _('Where to go'), destination),
        ):
            with tag('section', '', 'card', aria_label=name):
                with tag('div', '', 'card-head'):
                    heading(name, 2, 'card-title')
                    icon(icon_name)
                fill(rich('div', 'card-body'), linkify(text))
        with tag('p', '', 'form-foot'):
            link(_('Back to the types of tickets'), '/', 'button button-secondary', 'arrow-left')
            link(_('None of these fits'), '/tickets/new', 'button button-quiet')
