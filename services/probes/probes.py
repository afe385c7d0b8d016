"""Keeping the probes: only admins say what is looked at (services/probes/probe_runner.py looks)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from models import Component, Probe, StatusInterval, User
from models.component import ComponentStatus, StatusSource
from models.db.transaction import transaction
from models.probe import ProbeKind
from services import audit, settings
from services.accounts.sessions import fingerprint
from services.announce import announce
from services.clock import now
from services.env import env
from services.language import N_
from services.probes.probe_checks import Result, look
from services.probes.probe_form import read
from services.probes.probe_results import begin, begin_interval, measured, say
from services.probes.probe_runner import PROBES
from services.refusals import Invalid, NotFound, Overtaken
from services.settings import check_admin

TOLD = (
    'name kind component_id region_id target options interval timeout fails_needed window turns_to publishes is_active'
).split()


@dataclass(frozen=True)
class Line:
    """A probe with its component and region, and the `state` that it tells of them; None while it is stopped."""

    probe: Probe
    state: ComponentStatus | None


async def probes(actor: User) -> list[Line]:
    """All of them, by name."""
    await check_admin(actor)
    said = StatusInterval.filter(source=StatusSource.PROBE, ended_at__isnull=True)
    states = dict(await said.values_list('source_id', 'status'))
    return [
        Line(probe, ComponentStatus(states.get(probe.id, ComponentStatus.OPERATIONAL)) if probe.is_active else None)
        for probe in await Probe.all().select_related('component', 'region').order_by('name', 'id')
    ]


async def components(actor: User) -> list[Component]:
    """What a probe can be about, each with its regions."""
    await check_admin(actor)
    return await Component.all().prefetch_related('regions').order_by('position', 'name', 'id')


async def define(actor: User, kind: ProbeKind, values: Mapping[str, str]) -> str:
    """Make a probe of a form's values, which looks at once (services/probes/probe_form.py: read).

    Gives the address at which a push probe is told, which nobody will see again.
    """
    await check_admin(actor)
    columns = await read(kind, values)
    token = secrets.token_urlsafe(32) if kind == ProbeKind.PUSH else ''
    async with transaction():
        hashed = fingerprint(token) if token else None
        probe = await Probe.create(**columns, push_hash=hashed, next_at=now(), created_at=now())
        await _begin(probe)
        await audit.record('probe_defined', actor=actor, subject=probe.name, after=_told(probe))
        await announce({PROBES})
    return _address(token) if token else ''


async def find(actor: User, probe_id: int) -> Probe:
    """A probe as it is now, for the form that changes it."""
    await check_admin(actor)
    return await _one(probe_id)


async def change(actor: User, probe_id: int, values: Mapping[str, str], started: Probe | None = None) -> None:
    """Make a probe what a form says; its results stay while they are about the same thing.

    `started` is what the form was filled with: `Overtaken` where the probe is another by now.
    """
    await check_admin(actor)
    columns = await read((await _one(probe_id)).kind, values)
    async with transaction():
        probe = await _locked(probe_id)
        before, looked_at = _told(probe), measured(probe)
        if started is not None and any(getattr(probe, name) != getattr(started, name) for name in columns):
            raise Overtaken('', None)
        await probe.update_from_dict(columns).save(update_fields=list(columns))
        if probe.is_active and measured(probe) != looked_at:
            await _begin(probe)
        elif probe.is_active and (probe.interval, probe.timeout) != (before['interval'], before['timeout']):
            begin_interval(probe)
            await probe.save(update_fields=['seen_at', 'next_at'])
        await audit.record('probe_changed', actor=actor, subject=probe.name, before=before, after=_told(probe))
        await announce({PROBES})


async def set_active(actor: User, probe_id: int, *, active: bool) -> None:
    """Let a probe look again, or no more: what it said ends with it."""
    await check_admin(actor)
    async with transaction():
        probe = await _locked(probe_id)
        probe.is_active = active
        await probe.save(update_fields=['is_active'])
        if active:
            await _begin(probe)
        else:
            await say(probe, ComponentStatus.OPERATIONAL, now())
        await audit.record('probe_started' if active else 'probe_stopped', actor=actor, subject=probe.name)
        await announce({PROBES})


async def renew(actor: User, probe_id: int) -> str:
    """A new address for a push probe; the old one is no longer known."""
    await check_admin(actor)
    async with transaction():
        probe = await _locked(probe_id)
        if probe.kind != ProbeKind.PUSH:
            raise NotFound
        token = secrets.token_urlsafe(32)
        probe.push_hash = fingerprint(token)
        await probe.save(update_fields=['push_hash'])
        await audit.record('probe_address_renewed', actor=actor, subject=probe.name)
    return _address(token)


async def delete(actor: User, probe_id: int) -> None:
    """Forget a probe; what it has said of the past stays."""
    await check_admin(actor)
    async with transaction():
        probe = await _locked(probe_id)
        await say(probe, ComponentStatus.OPERATIONAL, now())
        await probe.delete()
        await audit.record('probe_deleted', actor=actor, subject=probe.name, before=_told(probe))
        await announce({PROBES})


async def try_out(actor: User, probe_id: int) -> Result:
    """Look now, at the admin's wish; it does not count."""
    await check_admin(actor)
    return await look(await _one(probe_id))


async def allow_networks(actor: User, text: str) -> None:
    """Let probes and webhooks connect to these networks that are not public: `10.1.0.0/16 192.168.5.7`, or none."""
    try:
        networks = [str(ip_network(word)) for word in text.replace(',', ' ').split()]
    except ValueError:
        raise Invalid({'networks': N_('Write networks such as 10.1.0.0/16, separated by spaces')}) from None
    await settings.save(actor, settings.Outgoing(networks))


async def _begin(probe: Probe) -> None:
    await begin(probe)
    await probe.save(update_fields=['results', 'seen_at', 'next_at'])


async def _one(probe_id: int) -> Probe:
    found = await Probe.get_or_none(id=probe_id)
    if found is None:
        raise NotFound
    return found


async def _locked(probe_id: int) -> Probe:
    found = await Probe.filter(id=probe_id).select_for_update().get_or_none()
    if found is None:
        raise NotFound
    return found


def _address(token: str) -> str:
    return f'{env().base_url}/push/{token}'


def _told(probe: Probe) -> dict[str, Any]:
    return {name: getattr(probe, name) for name in TOLD}
