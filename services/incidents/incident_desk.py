"""Incidents and maintenance as the desk looks them up: drafts too, and what was long ago."""

from dataclasses import dataclass

from models import Incident, User
from models.incident import OVER, Phase
from services.board import board_incidents
from services.board.board_lines import IncidentLine
from services.desk.queue import check_staff
from services.refusals import NotFound
from services.shared import shared

LATEST = 50


@dataclass(frozen=True)
class Lists:
    """What waits for the desk first: drafts, then what goes on, then what is planned; and the latest that are over."""

    drafts: tuple[IncidentLine, ...]
    open: tuple[IncidentLine, ...]
    planned: tuple[IncidentLine, ...]
    over: tuple[IncidentLine, ...]


async def lists(actor: User) -> Lists:
    """All that is not over, and the latest `LATEST` that are."""
    check_staff(actor)
    return await shared('incident lists', ['board'], _lists)


async def row(actor: User, incident_id: int) -> Incident:
    """The incident itself, to be edited. `NotFound`."""
    check_staff(actor)
    found = await Incident.get_or_none(id=incident_id)
    if found is None:
        raise NotFound
    return found


async def _lists() -> Lists:
    running = await board_incidents.read(Incident.exclude(phase__in=list(OVER)).order_by('-starts_at', '-id'))
    over = await board_incidents.read(Incident.filter(phase__in=list(OVER)).order_by('-starts_at', '-id').limit(LATEST))
    drafts = tuple(one for one in running if one.phase == Phase.DRAFT)
    planned = tuple(one for one in reversed(running) if one.phase == Phase.SCHEDULED)
    return Lists(drafts, tuple(one for one in running if one not in drafts and one not in planned), planned, over)
