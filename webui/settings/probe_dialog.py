"""The dialog in which an admin says what a probe looks at, and when its component turns."""

from collections.abc import Callable, Mapping

from nicegui.element import Element

from models import Component, Probe
from models.component import ComponentStatus
from models.probe import ProbeKind
from services.language import N_, Text
from services.plain_text import LINE
from services.probes import probes
from services.probes.probe_checks import SYSCTL, may_ping
from services.probes.probe_dns import RECORDS
from services.probes.probe_form import NUMBERS, OPTIONS, TURNS_TO
from webui.board.board_look import COMPONENT
from webui.elements import Tag, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.i18n import _
from webui.viewer import viewer

KINDS: Mapping[ProbeKind, tuple[str, Text]] = {
    ProbeKind.HTTP: ('globe', N_('Web page')),
    ProbeKind.TCP: ('network', N_('TCP port')),
    ProbeKind.DNS: ('book-open', N_('Name in the DNS')),
    ProbeKind.ICMP: ('wifi', N_('Ping')),
    ProbeKind.PUSH: ('activity', N_('Sign of life')),
}
_TARGET: Mapping[ProbeKind, tuple[Text, str]] = {
    ProbeKind.HTTP: (N_('Address of the page'), 'https://portal.example.com/'),
    ProbeKind.TCP: (N_('Host and port'), 'mail.example.com:25'),
    ProbeKind.DNS: (N_('Name to look up'), 'portal.example.com'),
    ProbeKind.ICMP: (N_('Host'), 'router.example.com'),
}
_NUMBERS: Mapping[str, Text] = {
    'status': N_('Status that is right'),
    'tls_days': N_('Days its certificate must be good'),
    'slow_ms': N_('Too slow from (ms)'),
    'port': N_('TCP port where nobody may ping'),
    'interval': N_('Every (seconds)'),
    'timeout': N_('Wait at most (seconds)'),
    'grace': N_('May be late by (seconds)'),
    'fails_needed': N_('Turns after failures'),
    'window': N_('Among the last'),
}
OPTIONAL = N_('Optional')


async def probe_dialog(place: Element, kind: ProbeKind, probe: Probe | None, told: Callable[[str], None]) -> None:
    """Open it in `place`; `told` gets the address of a new push probe."""

    async def save(values: Values) -> None:
        address = ''
        if probe:
            await probes.change(await viewer(), probe.id, values, probe)
        else:
            address = await probes.define(await viewer(), kind, values)
        dialog.run_method('close')
        if address:
            told(address)

    components = await probes.components(await viewer())
    name = _(KINDS[kind][1])
    title = _('Change “%(title)s”', title=probe.name) if probe else _('New probe: %(kind)s', kind=name)
    with opened(place, title) as dialog:
        form = Form(save)
        form.line('name', _('Name'), value=probe.name if probe else '', maxlength=80).control.props['autofocus'] = True
        _about(form, components, probe)
        _what(form, kind, probe)
        _when(form, kind, probe)
        with form.element:
            sheet_foot(_('Save'))


def _about(form: Form, components: list[Component], probe: Probe | None) -> None:
    rows = [(str(one.id), one.name) for one in components]
    regions = {str(region.id): region.name for one in components for region in one.regions}
    with _pair(form) as pair:
        component = str(probe.component_id) if probe else ''
        form.select('component', _('Component'), rows, value=component).box.move(pair)
        region = str(probe.region_id or '') if probe else ''
        form.select('region', _('Region'), [('', _('All regions')), *regions.items()], value=region).box.move(pair)


def _what(form: Form, kind: ProbeKind, probe: Probe | None) -> None:
    options = probe.options if probe else {}
    if kind in _TARGET:
        label, example = _TARGET[kind]
        hint = _('Such as %(example)s', example=example)
        form.line('target', _(label), hint=hint, value=probe.target if probe else '', maxlength=500)
    if kind == ProbeKind.ICMP and may_ping() is None:
        with form.element:
            tag('p', _('This machine may not ping: set %(setting)s', setting=SYSCTL), 'hint')
    if kind == ProbeKind.DNS:
        form.select('record', _('Record'), [(one, one) for one in RECORDS], value=options.get('record', 'A'))
    with _pair(form) as pair:
        for option in OPTIONS[kind]:
            value = str(options.get(option, ''))
            if option in _NUMBERS:
                _number(form, pair, option, value)
        if kind == ProbeKind.DNS:
            server = options.get('server', '')
            form.line('server', _('DNS server'), hint=_(OPTIONAL), value=server, maxlength=LINE).box.move(pair)
    if 'text' in OPTIONS[kind]:
        form.line('text', _('Text that must be in it'), hint=_(OPTIONAL), value=options.get('text', ''), maxlength=LINE)


def _when(form: Form, kind: ProbeKind, probe: Probe | None) -> None:
    late = 'grace' if kind == ProbeKind.PUSH else 'timeout'
    with _pair(form) as pair:
        for name, column in (('interval', 'interval'), (late, 'timeout'), ('fails_needed',) * 2, ('window',) * 2):
            _number(form, pair, name, str(getattr(probe, column) if probe else NUMBERS[name][2]))
    states = [(state.value, _(COMPONENT[state].word)) for state in TURNS_TO]
    acts = [('', _('Writes a draft for an agent')), ('yes', _('Publishes an incident at once'))]
    with _pair(form) as pair:
        turns_to = probe.turns_to if probe else ComponentStatus.MAJOR
        form.select('turns_to', _('Turns to'), states, value=turns_to).box.move(pair)
        publishes = 'yes' if probe and probe.publishes else ''
        form.select('publishes', _('And then'), acts, value=publishes).box.move(pair)


def _number(form: Form, pair: Element, name: str, value: str) -> None:
    least, most, default = NUMBERS[name]
    hint = '' if default else _(OPTIONAL)
    form.line(name, _(_NUMBERS[name]), hint=hint, value=value, type_='number', min=least, max=most).box.move(pair)


def _pair(form: Form) -> Tag:
    with form.element:
        return tag('div', '', 'probe-pair')
