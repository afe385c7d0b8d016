"""What a status, a priority or a channel looks like: word, icon and tone, the same everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.lifecycle import CloseReason, Status
from models.priority import Impact, Priority, Urgency
from models.ticket import Channel, HoldReason, ResolutionCode
from services.language import N_, Text
from services.tickets.contact_attempts import Outcome, Way


@dataclass(frozen=True)
class Look:
    """`icon` is a symbol of assets/icons.svg, `tone` one of the tokens: info, work, warn, ok, bad, quiet."""

    word: Text
    icon: str
    tone: str


NEW = Look(N_('New'), 'circle-dot', 'info')
ANALYSING = Look(N_('Being analysed'), 'search', 'work')
IN_WORK = Look(N_('Being investigated'), 'flask-conical', 'work')
CLOSED = Look(N_('Closed'), 'lock', 'quiet')

STATUS: Mapping[str, Look] = {
    Status.NEW: NEW,
    Status.OPEN: IN_WORK,
    Status.WAITING_CUSTOMER: Look(N_('Waiting for the customer'), 'hourglass', 'warn'),
    Status.WAITING_INTERNAL: Look(N_('On hold'), 'circle-pause', 'warn'),
    Status.RESOLVED: Look(N_('Solved'), 'circle-check', 'ok'),
    Status.CLOSED: CLOSED,
}

# What the customer reads: what he does next, where it is his turn
CUSTOMER_STATUS: Mapping[str, Look] = {
    **STATUS,
    Status.WAITING_CUSTOMER: Look(N_('Waiting for your answer'), 'hourglass', 'warn'),
    Status.RESOLVED: Look(N_('Confirm the solution'), 'circle-check', 'ok'),
}

PRIORITY: Mapping[str, Look] = {
    Priority.CRITICAL: Look(N_('Critical'), 'zap', 'bad'),
    Priority.HIGH: Look(N_('High'), 'zap', 'warn'),
    Priority.MEDIUM: Look(N_('Medium'), 'zap', 'info'),
    Priority.LOW: Look(N_('Low'), 'zap', 'quiet'),
}

CHANNEL: Mapping[str, Text] = {
    Channel.PORTAL: N_('Portal'),
    Channel.MAIL: N_('E-mail'),
    Channel.PHONE: N_('Phone'),
    Channel.API: N_('API'),
}

# In the customer's words: title and explanation
URGENCY: Mapping[str, tuple[Text, Text]] = {
    Urgency.CAN_WAIT: (N_('I can work'), N_('It is annoying, but I carry on')),
    Urgency.DEGRADED: (N_('I can only work in part'), N_('Part of it has stopped')),
    Urgency.STOPPED: (N_('I cannot work'), N_('I cannot operate or invoice')),
}
IMPACT: Mapping[str, tuple[Text, Text]] = {
    Impact.PERSON: (N_('Only me'), N_('The others work normally')),
    Impact.AREA: (N_('My area'), N_('Several of us have the same problem')),
    Impact.COMPANY: (N_('The whole company'), N_('Nobody can work normally')),
}
URGENCY_WORD: Mapping[str, Text] = {
    Urgency.STOPPED: N_('High'),
    Urgency.DEGRADED: N_('Medium'),
    Urgency.CAN_WAIT: N_('Low'),
}
IMPACT_WORD: Mapping[str, Text] = {
    Impact.COMPANY: N_('High'),
    Impact.AREA: N_('Medium'),
    Impact.PERSON: N_('Low'),
}

# How the service was, from one star to five: icon and word
FACES: Mapping[int, tuple[str, Text]] = {
    1: ('angry', N_('Very bad')),
    2: ('frown', N_('Bad')),
    3: ('meh', N_('Fair')),
    4: ('smile', N_('Good')),
    5: ('laugh', N_('Excellent')),
}
RESOLUTION: Mapping[str, Text] = {
    ResolutionCode.FIXED: N_('Fixed'),
    ResolutionCode.WORKAROUND: N_('Another way found'),
    ResolutionCode.ANSWERED: N_('Question answered'),
    ResolutionCode.DELIVERED: N_('Delivered'),
    ResolutionCode.NOT_REPRODUCIBLE: N_('It could not be reproduced'),
    ResolutionCode.BY_ITSELF: N_('It went away by itself'),
}
HOLD: Mapping[str, Text] = {
    HoldReason.THIRD_PARTY: N_('A supplier'),
    HoldReason.RD: N_('Development (a bug)'),
    HoldReason.APPROVAL: N_('An approval'),
    HoldReason.SCHEDULED: N_('Scheduled work'),
}
WAY: Mapping[str, Text] = {Way.PHONE: N_('Phone'), Way.MAIL: N_('E-mail'), Way.OTHER: N_('Another way')}
OUTCOME: Mapping[str, Text] = {
    Outcome.NO_ANSWER: N_('No answer'),
    Outcome.VOICEMAIL: N_('Voicemail'),
    Outcome.BUSY: N_('Busy'),
    Outcome.WRONG_NUMBER: N_('Wrong number'),
    Outcome.BOUNCED: N_('The mail came back'),
    Outcome.REACHED: N_('Reached'),
}
CLOSE_REASON: Mapping[str, Text] = {
    CloseReason.CONFIRMED: N_('Solution confirmed'),
    CloseReason.AUTO_CONFIRMED: N_('Solution taken as confirmed'),
    CloseReason.BY_REQUESTER: N_('Closed by the customer'),
    CloseReason.NO_CONTACT: N_('Closed without an answer'),
    CloseReason.INSUFFICIENT: N_('Closed for lack of details'),
    CloseReason.OUT_OF_SCOPE: N_('Outside of what this desk does'),
    CloseReason.DUPLICATE: N_('Joined with another ticket'),
    CloseReason.REJECTED_CHANGE: N_('Change not approved'),
    CloseReason.CANCELLED: N_('Cancelled'),
}
