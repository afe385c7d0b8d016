"""Signs of life: jobs and hidden machines say by themselves that they are well, each at an address of its own."""

from models import Probe
from models.db.transaction import transaction
from models.probe import ProbeKind
from services import brakes
from services.accounts.sessions import fingerprint
from services.brakes import Pace
from services.clock import now
from services.language import N_
from services.probes.probe_checks import Result, storable
from services.probes.probe_results import next_sign, record
from services.refusals import NotFound

GUESSES = Pace('push', burst=120, seconds=1)


async def beat(token: str, ip: str, *, ok: bool = True, why: str = '') -> None:
    """Somebody tells that what has this token is well, or not, and `why`. `NotFound` for a token that nothing has.

    The next sign is due after the interval of the probe, and its timeout on top.
    """
    guess = await brakes.attempt((GUESSES, brakes.network(ip)))
    said = storable(why)
    text = None if ok else N_('It says: %(text)s', text=said) if said else N_('It says it is not well')
    async with transaction():
        probe = await Probe.filter(push_hash=fingerprint(token), kind=ProbeKind.PUSH).select_for_update().get_or_none()
        if probe is None:
            raise NotFound
        await Probe.filter(id=probe.id).update(next_at=next_sign(probe))
        await record(probe, Result(now(), ok, 0, text))
    await guess.give_back()
