"""What a form says about a probe: read, checked, and the options of its kind."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from models import Component
from models.component import ComponentStatus
from models.probe import ProbeKind
from services.language import N_, Text
from services.outgoing import host_and_port, may_reach
from services.plain_text import LINE, is_id, text_problem
from services.probes.probe_dns import RECORDS
from services.refusals import Invalid
from services.settings import Outgoing, load

DAY = 86_400
TURNS_TO = (ComponentStatus.MAJOR, ComponentStatus.PARTIAL, ComponentStatus.DEGRADED)
OPTIONS: Mapping[ProbeKind, tuple[str, ...]] = {
    ProbeKind.HTTP: ('status', 'text', 'tls_days', 'slow_ms'),
    ProbeKind.TCP: ('slow_ms',),
    ProbeKind.DNS: ('record', 'text', 'server', 'slow_ms'),
    ProbeKind.ICMP: ('port', 'slow_ms'),
    ProbeKind.PUSH: (),
}
# The least and the most of each number, and what it is when nothing is written; None: then there is no such option
NUMBERS: Mapping[str, tuple[int, int, int | None]] = {
    'interval': (20, 7 * DAY, 60),
    'timeout': (1, 60, 10),
    'grace': (1, DAY, 60),
    'fails_needed': (1, 10, 3),
    'window': (1, 20, 5),
    'status': (100, 599, None),
    'tls_days': (1, 365, None),
    'slow_ms': (1, 60_000, None),
    'port': (1, 65_535, None),
}
_HOST = re.compile(r'(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})*\.?')


async def read(kind: ProbeKind, values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a probe. `Invalid` names what is wrong."""
    given = {name: text.strip() for name, text in values.items()}
    problems: dict[str, Text | None] = {}
    late = 'grace' if kind == ProbeKind.PUSH else 'timeout'
    columns = {name: _number(name, given, problems) or 0 for name in ('interval', late, 'fails_needed', 'window')}
    numbers = {name: _number(name, given, problems) for name in OPTIONS[kind] if name in NUMBERS}
    texts = {name: given.get(name, '') for name in OPTIONS[kind] if name not in NUMBERS}
    problems |= {name: text_problem(text, longest=LINE, one_line=True) for name, text in texts.items()}
    problems['name'] = text_problem(given.get('name', ''), longest=80, required=N_('Write a name'), one_line=True)
    problems['target'] = await _target_problem(kind, given.get('target', ''))
    if 'record' in texts and texts['record'] not in RECORDS:
        problems['record'] = N_('Choose one of the options')
    if texts.get('server') and not _is_place(texts['server'], 53):
        problems['server'] = N_('Write a name or an address, such as 9.9.9.9')
    if not any(problems.values()) and columns['window'] < columns['fails_needed']:
        problems['window'] = N_('At least as many as must fail')
    if given.get('turns_to') not in TURNS_TO:
        problems['turns_to'] = N_('Choose one of the options')
    component_id, region_id = await _place(given, problems)
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
    return {
        'kind': kind,
        'interval': columns['interval'],
        'timeout': columns[late],
        'fails_needed': columns['fails_needed'],
        'window': columns['window'],
        'name': given['name'],
        'component_id': component_id,
        'region_id': region_id,
        'target': given.get('target', ''),
        'options': {name: value for name, value in (numbers | texts).items() if value},
        'turns_to': ComponentStatus(given['turns_to']),
        'publishes': given.get('publishes') == 'yes',
    }


def _number(name: str, given: Mapping[str, str], problems: dict[str, Text | None]) -> int | None:
    least, most, default = NUMBERS[name]
    text = given.get(name, '')
    if not text:
        return default
    if not (is_id(text) and least <= int(text) <= most):
        problems[name] = N_('Write a number from %(least)d to %(most)d', least=least, most=most)
        return default
    return int(text)


async def _place(given: Mapping[str, str], problems: dict[str, Text | None]) -> tuple[int | None, int | None]:
    component, region = given.get('component', ''), given.get('region', '')
    found = await Component.get_or_none(id=int(component)) if is_id(component) else None
    if found is None:
        problems['component'] = N_('Choose one of the options')
        return None, None
    if not region:
        return found.id, None
    if not is_id(region) or not await found.regions.filter(id=int(region)).exists():
        problems['region'] = N_('This component is not in that region')
        return None, None
    return found.id, int(region)


async def _target_problem(kind: ProbeKind, target: str) -> Text | None:
    if kind == ProbeKind.PUSH:
        return None
    if problem := text_problem(target, longest=500, required=N_('Write what to look at'), one_line=True):
        return problem
    try:
        host = _host(kind, target)
    except ValueError:
        return _LOOKS[kind]
    try:
        is_open = may_reach(host, (await load(Outgoing)).private_networks)
    except ValueError:  # a name: its addresses are checked whenever it is looked at
        return None
    return None if is_open else N_('This network is not public: allow it first, below the list of probes')


_LOOKS: Mapping[ProbeKind, Text] = {
    ProbeKind.HTTP: N_('It must look like https://portal.example.com/'),
    ProbeKind.TCP: N_('It must look like mail.example.com:25'),
    ProbeKind.DNS: N_('It must look like portal.example.com'),
    ProbeKind.ICMP: N_('It must look like router.example.com'),
}


def _host(kind: ProbeKind, target: str) -> str:
    """The host of a target, or its address. `ValueError` for what is no target."""
    if kind == ProbeKind.HTTP:
        parts = urlsplit(target)
        if parts.scheme not in ('http', 'https') or not parts.hostname or parts.username is not None or parts.port == 0:
            raise ValueError(target)
        return parts.hostname
    if kind == ProbeKind.TCP:
        return host_and_port(target)[0]
    if not _is_place(target):
        raise ValueError(target)
    return target


def _is_place(text: str, port: int | None = None) -> bool:
    """Whether it is a name or an address, with a port where there may be one."""
    try:
        host = host_and_port(text, port)[0] if port else text
        return bool(_HOST.fullmatch(host)) or bool(ip_address(host))
    except ValueError:
        return False
