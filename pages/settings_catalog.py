"""`/settings/catalog`: the types of tickets, in the groups and the order of the home page (S0-19)."""

from functools import partial

from nicegui import ui
from nicegui.element import Element

from models import CatalogItem
from services.catalog import catalog_shelf
from services.catalog.catalog_form import TEXTS
from services.env import env
from services.plain_text import is_id
from webui.actions import action
from webui.elements import Tag, button, heading, icon, icon_button, link, tag
from webui.form.audience_field import READERS
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.i18n import _, locale
from webui.live import LiveList, live
from webui.routing import Access
from webui.settings.item_fields import KIND
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer


@shell.page('/settings/catalog', Access.ADMIN)
async def settings_catalog() -> None:
    lead = _('What customers choose from on the home page. What you change shows at once in every open page.')
    with section('catalog', lead):
        dialogs = tag('div')
        with tag('p', '', 'form-foot'):
            button(_('New type'), partial(_new, dialogs), icon_name='plus', kind='primary')
        groups = (
            _group(_('Something does not work')),
            _group(_('I need something')),
            _group(_('Somebody else takes care of this')),
        )

    async def show() -> None:
        shelf = await catalog_shelf.shelf(await viewer())
        for rows, items in zip(groups, (shelf.incidents, shelf.requests, shelf.elsewhere), strict=True):
            rows.show(items)

    await live(['catalog', 'settings'], show)


def _group(name: str) -> LiveList[CatalogItem]:
    with tag('section', '', 'card', aria_label=name):
        with tag('div', '', 'card-head'):
            heading(name, 2, 'card-title')
        with tag('div', '', 'card-body'):
            return LiveList(
                tag('div', '', 'probe-rows'), key=lambda item: item.id, stamp=_stamp, make=_make, update=_update
            )


def _make(item: CatalogItem) -> Element:
    """Its buttons stay when the row is filled anew, and with them the focus."""
    with tag('div', '', 'probe-row catalog-row') as row:
        tag('span', '', 'catalog-icon')
        tag('div', '', 'texts-words')
        tag('span', '', 'chip')
        with tag('div', '', 'texts-actions'):
            name = item.text('title', locale().language)
            up = icon_button(_('Move “%(title)s” up', title=name), 'arrow-up', partial(_move, item.slug, -1))
            icon_button(_('Move “%(title)s” down', title=name), 'arrow-down', partial(_move, item.slug, 1))
    row.on('keydown.alt.up.prevent', partial(_move, item.slug, -1), args=[])
    row.on('keydown.alt.down.prevent', partial(_move, item.slug, 1), args=[])
    up.props['aria-keyshortcuts'] = 'Alt+ArrowUp'
    return row


def _update(row: Element, item: CatalogItem) -> None:
    sign, words, chip, _buttons = row.default_slot.children
    sign.clear()
    words.clear()
    with sign:
        icon(item.icon)
    with words:
        link(item.text('title', locale().language), f'/settings/catalog/{item.slug}', 'texts-title')
        tag('span', ' · '.join(_facts(item)), 'muted small')
    assert isinstance(chip, Tag)
    chip.text = '' if item.is_active else _('Not offered')
    chip.set_visibility(not item.is_active)


def _stamp(item: CatalogItem) -> tuple[object, ...]:
    return item.icon, item.text('title', locale().language), item.is_active, *_facts(item)


def _facts(item: CatalogItem) -> list[str]:
    return [_(KIND[item.kind]), item.department.name, _(READERS[item.reach])]


@action
async def _move(slug: str, places: int) -> None:
    await catalog_shelf.move(await viewer(), slug, places)


@action
async def _new(place: Tag) -> None:
    async def save(values: Values) -> None:
        department = values.get('department', '')
        number = int(department) if is_id(department) else 0
        made = await catalog_shelf.make(await viewer(), values.get('title', ''), values.get('kind', ''), number)
        ui.navigate.to(f'/settings/catalog/{made.slug}')

    offered = [(str(number), _(name)) for number, name in await catalog_shelf.departments()]
    with opened(place, _('New type')):
        form = Form(save)
        hint = _('Customers do not see it before you offer it.')
        title = form.line('title', _('Name'), hint=hint, maxlength=TEXTS['title'], lang=env().language)
        title.control.props['autofocus'] = True
        form.select('kind', _('Kind'), [(key, _(word)) for key, word in KIND.items()])
        form.select('department', _('Department'), offered)
        with form.element:
            sheet_foot(_('Create'))
