"""The card of a setting: one card = one form = one Save = one line of the audit log; it notices who else saves it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import asdict, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Generic, TypeVar

from models import User
from services import settings
from services.refusals import Overtaken
from services.settings import Stored
from webui.actions import action
from webui.elements import button, heading, icon, tag
from webui.form.difference import difference_markup, differences
from webui.form.forms import Form, Values, send_button
from webui.form.setting_fields import built
from webui.formats import clock_time, moment
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.viewer import viewer

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar('Value', bound='DataclassInstance')
Draw = Callable[[Form, Value], Awaitable[None] | None]
OVER = 'over'  # the name of the button that saves although somebody else has saved


async def group_card(
    group: type[Value],
    name: str,
    draw: Draw[Value],
    *,
    about: str = '',
    build: Callable[[Value, Form, Values], Value] = built,
    only: Collection[str] = (),
) -> None:
    """The card of a group of settings, or of `only` some of its fields; see `settings_card`."""

    def part(whole: Value, of: Value) -> Value:
        return replace(whole, **{field: getattr(of, field) for field in only}) if only else of

    async def read() -> Stored[Value]:
        kept = await settings.stored(group)
        return replace(kept, value=part(group(), kept.value))

    async def save(actor: User, value: Value, started: Value) -> None:
        whole = (await settings.stored(group)).value
        await settings.save(actor, part(whole, value), part(whole, started))

    await settings_card(name, draw, read=read, save=save, about=about, build=build)


async def settings_card(
    name: str,
    draw: Draw[Value],
    *,
    read: Callable[[], Awaitable[Stored[Value]]],
    save: Callable[[User, Value, Value], Awaitable[object]],
    about: str = '',
    build: Callable[[Value, Form, Values], Value] = built,
    topics: Iterable[str] = ('settings',),
) -> None:
    """Draw a card that shows what `read` finds, a dataclass, and keeps showing it after every event on `topics`.

    `draw(form, value)` draws the fields; a field has the name of what it changes. `build(value, form, values)` gives
    what the filled form means. `save(actor, value, started)` stores it, and raises `Overtaken` where something else
    than `started`, with which the form was filled, is stored by now.
    """
    with tag('section', '', 'card', aria_label=name):
        with tag('div', '', 'card-head'), tag('div'):
            heading(name, 2, 'card-title')
            if about:
                tag('p', about)
        card = SettingsCard(draw, read, save, build)
        await live(topics, card.show)


def edited(form: Form) -> None:
    """Say that something of the form was changed that is no field of it, such as the number of its rows."""
    form.element.props['data-edited'] = ''
    form.element.run_method('mesaCount')


class SettingsCard(Generic[Value]):
    """The form of a card and its foot. What is typed is never drawn over: the browser says when nothing is."""

    def __init__(
        self,
        draw: Draw[Value],
        read: Callable[[], Awaitable[Stored[Value]]],
        save: Callable[[User, Value, Value], Awaitable[object]],
        build: Callable[[Value, Form, Values], Value],
    ) -> None:
        self._draw_fields, self._read, self._save, self._build = draw, read, save, build
        self._place = tag('div')
        self._drawn: Stored[Value] | None = None
        self._turn = asyncio.Lock()

    async def show(self) -> None:
        """Show what is stored: at once where nothing is being changed here, else that it has changed."""
        async with self._turn:
            now = await self._read()
            if self._drawn is None:
                await self._draw(now)
                return
            self._tell_saved(now)
            if now.value == self._drawn.value:
                self._overtaken.clear()
                return
            self._tell_overtaken(now)
            self._form.element.run_method('mesaStored')  # assets/js/settings.js: asks for `fresh` where it may

    async def _draw(self, stored: Stored[Value]) -> None:
        self._drawn = stored
        self._place.clear()
        with self._place:
            self._form = form = Form(self._submit, classes='settings-form', data_settings='')
        form.element.on('fresh', self._fresh, args=[])
        drawing = self._draw_fields(form, stored.value)
        if drawing is not None:
            await drawing
        with form.element:
            self._foot()
            # behind the foot, so that Enter never sends by its button; drawn before it
            self._overtaken = tag('div', '', 'settings-overtaken if-changed', role='status')
        self._tell_saved(stored)
        if drawing is not None:  # somebody may have typed before the foot was there
            form.element.run_method('mesaCount')

    @action
    async def _fresh(self) -> None:
        async with self._turn:
            await self._draw(await self._read())
            self._form.element.run_method('mesaFresh')

    async def _submit(self, values: Values) -> None:
        assert self._drawn is not None, 'nobody sends what is not drawn'
        over = values.pop(OVER, '')
        async with self._turn:
            value, started = self._build(self._drawn.value, self._form, values), self._drawn.value
            now = await self._read()
            if over and over == _mark(now.value):  # what somebody else has saved was read
                value, started = merged(started, value, now.value), now.value
            try:
                await self._save(await viewer(), value, started)
            except Overtaken:
                self._tell_overtaken(await self._read())
                self._overtaken.run_method('scrollIntoView', {'block': 'nearest'})
                raise
            self._drawn = await self._read()
            self._overtaken.clear()
            self._tell_saved(self._drawn)
        self._form.element.run_method('mesaSaved')

    def _foot(self) -> None:
        with tag('div', '', 'card-foot'):
            with tag('p', '', 'settings-saved if-saved'):
                icon('check')
                self._saved = tag('span')
            with tag('p', '', 'settings-unsaved if-changed', role='status'):
                icon('square-pen')
                tag('span', data_one=_('1 unsaved change'), data_many=_('{} unsaved changes'))
            with tag('div', '', 'form-foot'):
                discard = button(_('Discard'), kind='quiet')
                discard.props['type'] = 'reset'
                discard.classes('if-changed')
                send_button(_('Save')).props['disabled'] = True

    def _tell_saved(self, stored: Stored[Value]) -> None:
        if stored.at is None:
            self._saved.text = _('Nobody has changed this yet')
        elif stored.name:
            self._saved.text = _('Saved by %(name)s: %(time)s', name=stored.name, time=moment(stored.at))
        else:
            self._saved.text = _('Saved: %(time)s', time=moment(stored.at))

    def _tell_overtaken(self, now: Stored[Value]) -> None:
        """Who saved what meanwhile, and the ways on: theirs, or what was changed here on top of theirs."""
        assert self._drawn is not None, 'what is told stands in a form'
        self._overtaken.clear()
        who, time = now.name or _('Somebody'), clock_time(now.at) if now.at else ''
        with self._overtaken:
            tag('b', _('%(name)s saved this section at %(time)s', name=who, time=time))
            with tag('dl', '', 'facts'):
                for path, old, new in differences(asdict(self._drawn.value), asdict(now.value)):
                    tag('dt', self._label(path))
                    fill(rich('dd'), difference_markup(old, new))
            with tag('div', '', 'form-foot'):
                over = send_button(_('Save my changes on top'))
                over.props.update({'name': OVER, 'value': _mark(now.value)})
                del over.props['data-send']
                button(_('Discard mine')).props['type'] = 'reset'

    def _label(self, path: str) -> str:
        name = path.split('.')[0]
        field = self._form.fields.get(path) or self._form.fields.get(name)
        return field.label.text if field else name.replace('_', ' ')


def merged(started: Value, mine: Value, theirs: Value) -> Value:
    """`theirs`, with what `mine` has changed since both `started`."""
    were, are = vars(started), vars(mine)
    return replace(theirs, **{name: value for name, value in are.items() if value != were[name]})


def _mark(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]
