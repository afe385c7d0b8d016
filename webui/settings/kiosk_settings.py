"""The screens on walls as an admin keeps them: their links, and the end of them."""

from functools import partial

from markupsafe import Markup
from nicegui.element import Element

from models import Kiosk
from services.board import kiosks
from services.env import env
from webui.actions import action
from webui.elements import button, empty_state, icon_button, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.formats import calendar_day, local, moment
from webui.i18n import _
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.viewer import viewer

WORDS = Markup('<b class="line">{}</b><span class="muted small">{}</span>')


async def kiosk_settings() -> None:
    """Draw the card."""
    await KioskCard().draw()


class KioskCard:
    """The list, live, and its dialogs."""

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Screens')):
            with tag('div', '', 'card-head'):
                tag('h2', _('Screens'), 'card-title')
                button(_('New screen'), self._new, icon_name='plus')
            with tag('div', '', 'card-body stack-tight'):
                with tag('p', '', 'muted'):
                    tag('span', _('The public board needs no link of its own:') + ' ')
                    link(f'{env().base_url}/kiosk', '/kiosk', target='_blank', rel='noopener')
                rows = tag('div', '', 'probe-rows')
                self._nothing = tag('div')
            self._rows = LiveList[Kiosk](rows, key=lambda one: one.id, stamp=_stamp, make=_make, update=self._update)
            with self._nothing:
                empty_state(
                    'monitor', _('No screens yet'), _('A screen on a wall shows the board by a link of its own.')
                )
            self._dialogs = tag('div')
        await live(['kiosks'], self._show)

    async def _show(self) -> None:
        found = await kiosks.kiosks(await viewer())
        self._rows.show(found)
        self._rows.parent.set_visibility(bool(found))
        self._nothing.set_visibility(not found)

    def _update(self, row: Element, kiosk: Kiosk) -> None:
        row.clear()
        with row:
            fill(rich('div', 'probe-words'), WORDS.format(kiosk.name, _about(kiosk)))
            with tag('div', '', 'texts-actions'):
                if kiosk.revoked_at is None:
                    icon_button(_('End the link of “%(name)s”', name=kiosk.name), 'x', partial(self._revoke, kiosk))

    @action
    async def _new(self) -> None:
        async def save(values: Values) -> None:
            self._tell_link(await kiosks.create(await viewer(), values))

        found = await kiosks.companies(await viewer())
        companies = [(key, _('What %(company)s sees', company=name)) for key, name in found]
        with opened(self._dialogs, _('New screen')):
            form = Form(save)
            name = form.line('name', _('Name'), hint=_('Where it hangs, for example'), maxlength=kiosks.LONGEST_NAME)
            name.control.props['autofocus'] = True
            shows = [('', _('The public board')), (kiosks.EVERYTHING, _('All of the board')), *companies]
            form.select('shows', _('What it shows'), shows)
            options = [('figures', _('Figures of the desk')), ('chimes', _('A chime when it gets worse'))]
            form.checks('options', _('And also'), options, ticked=('figures',))
            form.line(
                'night_from',
                _('Dimmed from'),
                hint=_('Leave it empty for a screen that is never dimmed.'),
                type_='time',
            )
            form.line('night_to', _('Dimmed until'), type_='time')
            with form.element:
                sheet_foot(_('Make the link'))

    @action
    async def _revoke(self, kiosk: Kiosk) -> None:
        async def revoke() -> None:
            await kiosks.revoke(await viewer(), kiosk.id)

        confirm(
            self._dialogs,
            _('End the link of “%(name)s”?', name=kiosk.name),
            _('Whatever shows it goes dark within seconds. The link does not come back.'),
            _('End the link'),
            revoke,
        )

    def _tell_link(self, address: str) -> None:
        """Shown once: only its hash is kept."""
        with opened(self._dialogs, _('Its link')):
            tag('p', _('Open it on the screen. Copy it now: it is not shown again.'))
            tag('pre', address, 'probe-address', tabindex='0')
            with tag('div', '', 'form-foot'):
                button(_('Done'), kind='primary').props['data-closes'] = ''


def _stamp(kiosk: Kiosk) -> tuple[object, ...]:
    return kiosk.name, kiosk.revoked_at, kiosk.organization and kiosk.organization.name


def _make(_kiosk: Kiosk) -> Element:
    return tag('div', '', 'probe-row')


def _about(kiosk: Kiosk) -> str:
    shows = _('The public board')
    if kiosk.shows_all:
        shows = _('All of the board')
    elif kiosk.organization:
        shows = _('What %(company)s sees', company=kiosk.organization.name)
    when = _('since %(when)s', when=calendar_day(local(kiosk.created_at).date()))
    if kiosk.revoked_at:
        when = _('ended %(when)s', when=moment(kiosk.revoked_at))
    return f'{shows} · {when}'
