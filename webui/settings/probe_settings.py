"""The probes as an admin keeps them: what they see, live; and the networks that they may reach."""

from functools import partial

from markupsafe import Markup
from nicegui.element import Element

from models import Probe
from models.probe import ProbeKind
from services import settings
from services.probes import probes
from services.probes.probe_checks import Result
from services.probes.probe_results import RESULTS
from services.probes.probe_runner import PROBES
from services.probes.probes import Line
from webui.actions import action
from webui.board.board_look import COMPONENT
from webui.elements import button, empty_state, icon, icon_button, notify, tag
from webui.form.forms import Form, Values, send_button
from webui.form.sheet import confirm, opened
from webui.formats import NBSP, ago_markup, exact
from webui.i18n import _
from webui.live import LiveList, live
from webui.markup import fill, icon_markup, rich
from webui.settings.probe_dialog import KINDS, probe_dialog
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

_WORDS = Markup(
    '<p class="probe-name">{icon}<b class="line">{name}</b>{chip}</p>'
    '<p class="line muted small">{about}</p><p class="probe-seen small">{beats}<span class="muted">{seen}</span></p>'
)
_BEAT = Markup('<i data-tone="{}" title="{}"></i>')
_BEATS = Markup('<span class="beats" role="img" aria-label="{}">{}</span>')
_PAUSED = Markup('<span class="chip" data-tone="quiet">{}<span>{}</span></span>')


async def probe_settings() -> None:
    """Draw both cards."""
    await ProbeCard().draw()
    await _networks()


class ProbeCard:
    """The list, live, and its dialogs."""

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Probes')):
            with tag('div', '', 'card-head'):
                tag('h2', _('Probes'), 'card-title')
                self._new()
            with tag('div', '', 'card-body'):
                rows = tag('div', '', 'probe-rows')
                self._nothing = tag('div')
            self._rows = LiveList[Line](
                rows, key=lambda line: line.probe.id, stamp=_stamp, make=_make, update=self._update
            )
            with self._nothing:
                empty_state('activity', _('No probes yet'), _('A probe looks at a service and turns it on the board.'))
            self._dialogs = tag('div')
        await live([PROBES, RESULTS, 'board'], self._show)

    def _new(self) -> None:
        with tag('details', '', 'menu-wrap'):
            with tag('summary', '', 'button button-secondary'):
                icon('plus')
                tag('span', _('New probe'))
            with tag('div', '', 'menu'):
                for kind, (icon_name, word) in KINDS.items():
                    with tag('button', '', 'menu-item', type='button') as item:
                        icon(icon_name)
                        tag('span', _(word))
                    item.on('click', partial(self._define, kind), args=[])

    async def _show(self) -> None:
        lines = await probes.probes(await viewer())
        self._rows.show(lines)
        self._rows.parent.set_visibility(bool(lines))
        self._nothing.set_visibility(not lines)

    def _update(self, row: Element, line: Line) -> None:
        probe = line.probe
        row.clear()
        with row:
            fill(rich('div', 'probe-words'), _words(line))
            with tag('div', '', 'texts-actions'):
                if probe.kind == ProbeKind.PUSH:
                    renew = _('New address for “%(title)s”', title=probe.name)
                    icon_button(renew, 'link', partial(self._renew, probe))
                else:
                    icon_button(_('Look now: “%(title)s”', title=probe.name), 'zap', partial(self._try_out, probe))
                stops = _('Stop “%(title)s”', title=probe.name)
                starts = _('Start “%(title)s”', title=probe.name)
                icon_button(
                    stops if probe.is_active else starts,
                    'circle-pause' if probe.is_active else 'play',
                    partial(self._switch, probe),
                )
                change = _('Change “%(title)s”', title=probe.name)
                icon_button(change, 'pencil', partial(self._edit, probe.id))
                icon_button(_('Delete “%(title)s”', title=probe.name), 'trash-2', partial(self._delete, probe))

    @action
    async def _define(self, kind: ProbeKind) -> None:
        await probe_dialog(self._dialogs, kind, None, self._tell_address)

    @action
    async def _edit(self, probe_id: int) -> None:
        probe = await probes.find(await viewer(), probe_id)
        await probe_dialog(self._dialogs, probe.kind, probe, self._tell_address)

    @action
    async def _try_out(self, probe: Probe) -> None:
        result = await probes.try_out(await viewer(), probe.id)
        seen = _('It answers, in %(ms)d ms', ms=result.ms) if result.ok else _(result.why) if result.why else ''
        notify(f'{probe.name}: {seen}', kind='info' if result.ok else 'problem')

    @action
    async def _switch(self, probe: Probe) -> None:
        await probes.set_active(await viewer(), probe.id, active=not probe.is_active)

    @action
    async def _renew(self, probe: Probe) -> None:
        self._tell_address(await probes.renew(await viewer(), probe.id))

    @action
    async def _delete(self, probe: Probe) -> None:
        async def delete() -> None:
            await probes.delete(await viewer(), probe.id)

        confirm(
            self._dialogs,
            _('Delete “%(title)s”?', title=probe.name),
            _('It looks no more, and what it says of its component ends. The past stays as it was.'),
            _('Delete'),
            delete,
        )

    def _tell_address(self, address: str) -> None:
        """Shown once: only its hash is kept."""
        with opened(self._dialogs, _('Its address')):
            tag('p', _('Let the job call it after each success. Copy it now: it is not shown again.'))
            tag('pre', f'curl -fsS -X POST {address}', 'probe-address', tabindex='0')
            tag('p', _('It may also tell that something went wrong:'), 'muted small')
            tag('pre', f"curl -fsS -X POST '{address}?status=fail&text=...'", 'probe-address', tabindex='0')
            with tag('div', '', 'form-foot'):
                button(_('Done'), kind='primary').props['data-closes'] = ''


def _stamp(line: Line) -> tuple[object, ...]:
    probe = line.probe
    where = probe.component.name, probe.region and probe.region.name
    return probe.name, probe.target, str(probe.results), probe.interval, line.state, *where


def _make(_line: Line) -> Element:
    return tag('div', '', 'probe-row')


def _words(line: Line) -> Markup:
    probe, results = line.probe, [Result.read(row) for row in line.probe.results]
    place = probe.component.name if probe.region is None else f'{probe.component.name}, {probe.region.name}'
    paused = _PAUSED.format(icon_markup('circle-pause'), _('Stopped'))
    about = (place, probe.target, _('every %(interval)d s', interval=probe.interval))
    return _WORDS.format(
        icon=icon_markup(KINDS[probe.kind][0]),
        name=probe.name,
        chip=chip_markup(COMPONENT[line.state]) if line.state else paused,
        about=' · '.join(filter(None, about)),
        beats=_beats(results),
        seen=_seen(results[-1]) if results else _('No result yet'),
    )


def _beats(results: list[Result]) -> Markup:
    if not results:
        return Markup('')
    tones = {True: 'ok', False: 'bad', None: 'quiet'}
    failed = sum(result.ok is False for result in results)
    beats = Markup('').join(_BEAT.format(tones[result.ok], exact(result.at)) for result in results)
    return _BEATS.format(_('%(failed)d of the last %(n)d failed', failed=failed, n=len(results)), beats)


def _seen(result: Result) -> Markup:
    well = f'{result.ms}{NBSP}ms' if result.ms else _('All is well')
    what = _(result.why) if result.why else well
    return Markup('{} · {}').format(what, ago_markup(result.at))


async def _networks() -> None:
    """Which networks that are not public may be reached."""

    async def save(values: Values) -> None:
        await probes.allow_networks(await viewer(), values.get('networks', ''))
        notify(_('Saved'))

    known = (await settings.load(settings.Outgoing)).private_networks
    with tag('section', '', 'card', aria_label=_('Networks inside')):
        with tag('div', '', 'card-head'):
            tag('h2', _('Networks inside'), 'card-title')
        with tag('div', '', 'card-body'):
            form = Form(save)
            form.line(
                'networks',
                _('Networks that probes and webhooks may reach'),
                hint=_('Such as 10.1.0.0/16, separated by spaces. Public addresses are always allowed; no others are.'),
                value=' '.join(known),
                maxlength=1000,
            )
            with form.element, tag('div', '', 'form-foot'):
                send_button(_('Save'))
