"""What the states of components and the phases of incidents are called, on the board, in feeds and in mails."""

from collections.abc import Mapping

from models.component import ComponentStatus
from models.incident import Phase
from services.language import N_, Text

STATE: Mapping[ComponentStatus, Text] = {
    ComponentStatus.OPERATIONAL: N_('Operational'),
    ComponentStatus.DEGRADED: N_('Degraded'),
    ComponentStatus.PARTIAL: N_('Partly down'),
    ComponentStatus.MAJOR: N_('Down'),
    ComponentStatus.MAINTENANCE: N_('In maintenance'),
    ComponentStatus.UNKNOWN: N_('State unknown'),
}
PHASE: Mapping[Phase, Text] = {
    Phase.DRAFT: N_('Draft'),
    Phase.INVESTIGATING: N_('Investigating'),
    Phase.IDENTIFIED: N_('Identified'),
    Phase.MONITORING: N_('Monitoring'),
    Phase.RESOLVED: N_('Resolved'),
    Phase.SCHEDULED: N_('Scheduled'),
    Phase.IN_PROGRESS: N_('In progress'),
    Phase.VERIFYING: N_('Verifying'),
    Phase.COMPLETED: N_('Completed'),
    Phase.CANCELLED: N_('Cancelled'),
}
