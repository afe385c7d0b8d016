"""What the network is made of, as an admin keeps it: services in their order, groups and regions, live."""

from collections.abc import Awaitable, Callable, Hashable
from functools import partial

from nicegui.element import Element

from models import Component, ComponentGroup, Region
from services.board import components
from services.board.components import Row, Told
from webui.actions import action
from webui.elements import Tag, button, icon_button, tag
from webui.form.audience_field import READERS
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, sheet, sheet_foot
from webui.i18n import _
from webui.live import LiveList, live
from webui.settings.component_fields import component_fields, group_fields, name_fields
from webui.viewer import viewer

AnyRow = Component | ComponentGroup | Region
Save = Callable[[Values], Awaitable[object]]


async def component_settings() -> None:
    """Draw the three cards."""
    await NetworkCards().draw()


class NetworkCards:
    """The lists, and the dialogs of their rows."""

    async def draw(self) -> None:
        self._services = self._card(_('Services'), _('New service'), self._edit, self._service)
        self._groups = self._card(_('Groups'), _('New group'), self._edit_group, self._group)
        self._regions = self._card(_('Regions'), _('New region'), self._edit_region, self._region)
        self._dialogs = tag('div')
        await live(['board'], self._show)

    def _card(
        self,
        name: str,
        new: str,
        edit: Callable[[None], Awaitable[None]],
        buttons: Callable[[Row], None],
    ) -> LiveList[Row]:
        def update(place: Element, row: Row) -> None:
            place.clear()
            with place:
                with tag('div', '', 'texts-words'):
                    tag('b', row.name)
                    if about := _about(row):
                        tag('span', about, 'muted small')
                with tag('div', '', 'texts-actions'):
                    buttons(row)

        with tag('section', '', 'card', aria_label=name):
            with tag('div', '', 'card-head'):
                tag('h2', name, 'card-title')
                button(new, partial(edit, None), icon_name='plus')
            with tag('div', '', 'card-body'):
                rows = tag('div', '', 'probe-rows')
        return LiveList(rows, key=lambda row: row.id, stamp=_stamp, make=_make, update=update)

    async def _show(self) -> None:
        self._network = await components.network(await viewer())
        self._services.show(self._network.components)
        self._groups.show(self._network.groups)
        self._regions.show(self._network.regions)

    def _service(self, row: Component) -> None:
        icon_button(_('Move “%(title)s” up', title=row.name), 'arrow-up', partial(self._move, row.id, -1))
        icon_button(_('Move “%(title)s” down', title=row.name), 'arrow-down', partial(self._move, row.id, 1))
        icon_button(_('Change “%(title)s”', title=row.name), 'pencil', partial(self._edit, row))

    def _group(self, row: ComponentGroup) -> None:
        icon_button(_('Change “%(title)s”', title=row.name), 'pencil', partial(self._edit_group, row))
        delete = partial(self._delete, row, components.delete_group)
        icon_button(_('Delete “%(title)s”', title=row.name), 'trash-2', delete)

    def _region(self, row: Region) -> None:
        icon_button(_('Change “%(title)s”', title=row.name), 'pencil', partial(self._edit_region, row))
        delete = partial(self._delete, row, components.delete_region)
        icon_button(_('Delete “%(title)s”', title=row.name), 'trash-2', delete)

    @action
    async def _move(self, component_id: int, places: int) -> None:
        await components.move(await viewer(), component_id, places)

    @action
    async def _edit(self, shown: Component | None) -> None:
        row, started = await _as_now(shown)
        name = _('Change “%(title)s”', title=row.name) if row else _('New service')
        dialog, form = self._form(name, components.save, row, started)
        await component_fields(form, row, self._network)
        _foot(dialog, form)

    @action
    async def _edit_group(self, shown: ComponentGroup | None) -> None:
        row, started = await _as_now(shown)
        name = _('Change “%(title)s”', title=row.name) if row else _('New group')
        dialog, form = self._form(name, components.save_group, row, started)
        group_fields(form, row, self._network)
        _foot(dialog, form)

    @action
    async def _edit_region(self, shown: Region | None) -> None:
        row, started = await _as_now(shown)
        name = _('Change “%(title)s”', title=row.name) if row else _('New region')
        dialog, form = self._form(name, components.save_region, row, started)
        name_fields(form, row)
        _foot(dialog, form)

    @action
    async def _delete(self, row: AnyRow, verb: Callable[..., Awaitable[None]]) -> None:
        async def delete() -> None:
            await verb(await viewer(), row.id)

        confirm(
            self._dialogs,
            _('Delete “%(title)s”?', title=row.name),
            _('The services stay on the board.'),
            _('Delete'),
            delete,
        )

    def _form(
        self, name: str, verb: Callable[..., Awaitable[object]], row: AnyRow | None, started: Told | None
    ) -> tuple[Tag, Form]:
        async def save(values: Values) -> None:
            await verb(await viewer(), values, row.id if row else None, started)
            dialog.run_method('close')

        self._dialogs.clear()
        with self._dialogs, sheet(name) as dialog:
            return dialog, Form(save)


async def _as_now(shown: Row | None) -> tuple[Row | None, Told | None]:
    return await components.find(await viewer(), shown) if shown else (None, None)


def _foot(dialog: Tag, form: Form) -> None:
    with form.element:
        sheet_foot(_('Save'))
    next(iter(form.fields.values())).control.props['autofocus'] = True
    dialog.run_method('showModal')


def _about(row: AnyRow) -> str:
    """Where a service stands, and who sees it."""
    if not isinstance(row, Component):
        return ''
    regions = ', '.join(region.name for region in row.regions)
    hidden = '' if row.is_active else _('Not shown any more')
    return ' · '.join(filter(None, (hidden, row.description, regions, _(READERS[row.reach]))))


def _stamp(row: AnyRow) -> Hashable:
    more = (row.group_id, str(row.items.related_objects)) if isinstance(row, Component) else ()
    parent = (row.parent_id, row.opens_when_troubled) if isinstance(row, ComponentGroup) else ()
    return row.name, str(row.translations), _about(row), *more, *parent


def _make(_row: AnyRow) -> Element:
    return tag('div', '', 'probe-row')
