"""Looking at something once: over HTTP, TCP, DNS or ICMP, or at whether it told us."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import Any

from models import Probe
from models.probe import ProbeKind
from services import outgoing
from services.clock import now
from services.language import N_, Text
from services.plain_text import LINE
from services.probes.probe_dns import check_dns
from services.probes.probe_http import check_http

Check = Callable[[str, dict[str, Any]], Awaitable[Text | None]]
SYSCTL = 'net.ipv4.ping_group_range = 0 2147483647'


@dataclass(frozen=True)
class Result:
    """What was seen: `ok`, None when it could not be looked at, which says nothing; how many `ms` it took, and why not.

    Stored as `{"at", "ok", "ms", "why", "values"}`: `why` is a msgid, `values` are its parameters,
    of which one that is a msgid too stands in a list.
    """

    at: datetime
    ok: bool | None
    ms: int
    why: Text | None = None

    def stored(self) -> dict[str, Any]:
        row: dict[str, Any] = {'at': self.at.isoformat(), 'ok': self.ok, 'ms': self.ms}
        if self.why:
            values = {name: [one.msgid] if isinstance(one, Text) else one for name, one in self.why.params.items()}
            row |= {'why': self.why.msgid, 'values': values}
        return row

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> 'Result':
        values = {name: Text(*one) if isinstance(one, list) else one for name, one in row.get('values', {}).items()}
        why = Text(row['why'], values) if 'why' in row else None
        return cls(datetime.fromisoformat(row['at']), row['ok'], row['ms'], why)


async def look(probe: Probe) -> Result:
    """Look once, for no longer than the probe's `timeout`. An answer slower than its `slow_ms` is none."""
    ok: bool | None = False
    started = perf_counter()
    try:
        async with asyncio.timeout(probe.timeout):
            why = await _CHECKS[probe.kind](probe.target, probe.options)
    except outgoing.Forbidden as address:
        ok, why = None, N_('%(address)s is in a network that probes may not reach', address=str(address))
    except _CannotPing:
        ok, why = None, N_('This machine may not ping: set %(setting)s', setting=SYSCTL)
    except TimeoutError:
        why = N_('No answer within %(seconds)d s', seconds=probe.timeout)
    except OSError as problem:
        told = outgoing.reason(problem) or storable(problem.strerror or str(problem))
        why = N_('No connection: %(problem)s', problem=told)
    ms = round((perf_counter() - started) * 1000)
    slow = probe.options.get('slow_ms')
    if why is None and slow and ms > slow:
        why = N_('It took %(ms)d ms', ms=ms)
    return Result(now(), ok=True if why is None else ok, ms=ms, why=why)


def storable(told: str) -> str:
    """What somebody else told, as one short line that every database takes."""
    return ''.join(filter(str.isprintable, told)).strip()[:LINE]


@cache
def may_ping() -> bool | None:
    """How this process may ping: False as anybody, True with raw sockets, None not at all."""
    for kind, is_raw in ((socket.SOCK_DGRAM, False), (socket.SOCK_RAW, True)):
        try:
            socket.socket(socket.AF_INET, kind, socket.IPPROTO_ICMP).close()
        except OSError:
            continue
        return is_raw
    return None


async def _check_tcp(target: str, _options: dict[str, Any]) -> Text | None:
    host, port = outgoing.host_and_port(target)
    await _connect(host, port)
    return None


async def _check_icmp(host: str, options: dict[str, Any]) -> Text | None:
    """A ping; where this machine may not, a connection to the `port` of its options."""
    is_raw = may_ping()
    if is_raw is None and 'port' in options:
        await _connect(host, options['port'])
        return None
    if is_raw is None:
        raise _CannotPing
    from icmplib import async_ping

    address, *_ = await outgoing.addresses_of(host)
    answer = await async_ping(address, count=1, timeout=60, privileged=is_raw)
    return None if answer.is_alive else N_('Nothing answers')


async def _check_push(_target: str, _options: dict[str, Any]) -> Text:
    """It tells by itself that it is well (services/probes/probe_push.py); that it is due means that it did not."""
    return N_('No sign of life')


async def _connect(host: str, port: int) -> None:
    *others, last = await outgoing.addresses_of(host)
    for address in others:
        try:
            return await _open_and_close(address, port)
        except OSError:
            continue
    return await _open_and_close(last, port)


async def _open_and_close(address: str, port: int) -> None:
    _reader, writer = await asyncio.open_connection(address, port)
    writer.transport.abort()


class _CannotPing(Exception):
    pass


_CHECKS: Mapping[ProbeKind, Check] = {
    ProbeKind.HTTP: check_http,
    ProbeKind.TCP: _check_tcp,
    ProbeKind.DNS: check_dns,
    ProbeKind.ICMP: _check_icmp,
    ProbeKind.PUSH: _check_push,
}
