"""What the state of a component and the phase of an incident look like, wherever they are shown."""

from collections.abc import Mapping

from models.component import ComponentStatus
from models.incident import Phase
from services.board.board_words import PHASE as PHASE_WORD
from services.board.board_words import STATE as STATE_WORD
from webui.appearance import Look

_STATES = {
    ComponentStatus.OPERATIONAL: ('circle-check', 'ok'),
    ComponentStatus.DEGRADED: ('triangle-alert', 'warn'),
    ComponentStatus.PARTIAL: ('circle-alert', 'bad'),
    ComponentStatus.MAJOR: ('circle-x', 'bad'),
    ComponentStatus.MAINTENANCE: ('wrench', 'info'),
    ComponentStatus.UNKNOWN: ('circle-help', 'quiet'),
}
_PHASES = {
    Phase.DRAFT: ('activity', 'quiet'),
    Phase.INVESTIGATING: ('search', 'bad'),
    Phase.IDENTIFIED: ('circle-x', 'bad'),
    Phase.MONITORING: ('eye', 'warn'),
    Phase.RESOLVED: ('circle-check', 'ok'),
    Phase.SCHEDULED: ('calendar-clock', 'info'),
    Phase.IN_PROGRESS: ('wrench', 'info'),
    Phase.VERIFYING: ('wrench', 'info'),
    Phase.COMPLETED: ('circle-check', 'ok'),
    Phase.CANCELLED: ('circle', 'quiet'),
}
COMPONENT: Mapping[ComponentStatus, Look] = {
    status: Look(STATE_WORD[status], *drawn) for status, drawn in _STATES.items()
}
PHASE: Mapping[Phase, Look] = {phase: Look(PHASE_WORD[phase], *drawn) for phase, drawn in _PHASES.items()}
