"""The actions for many tickets at once: what each asks, and the verb that it makes of the answers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from models import Ticket, User
from models.lifecycle import Event
from models.priority import Priority
from models.ticket import ResolutionCode
from services.incidents import incident_links
from services.language import N_, Text, Words
from services.people import people
from services.plain_text import PROSE, is_id
from services.refusals import Invalid
from services.tickets import assignment, bulk, prioritising, resolution
from services.tickets.conversation import check_text
from webui.appearance import PRIORITY, RESOLUTION
from webui.form.forms import Form, Values
from webui.i18n import _

Verb = Callable[[User, Ticket], Awaitable[object]]
_CHOOSE = N_('Choose one of the options')


@dataclass(frozen=True)
class BulkAction:
    """`ask` draws the fields of its dialog, None where there is nothing to ask; `verb` raises `Invalid` at them."""

    word: Text
    icon: str
    ask: Callable[[Form, User, Sequence[int]], Awaitable[None]] | None
    verb: Callable[[Values], Verb]


def _take(_values: Values) -> Verb:
    return assignment.take


async def _ask_whom(form: Form, actor: User, ids: Sequence[int]) -> None:
    teams = [await people.agents_of(department) for department in await bulk.departments_of(actor, ids)]
    common = [person for person in teams[0] if all(person in team for team in teams)] if teams else []
    hint = '' if common else _('Nobody works in all of their departments.')
    form.select('assignee', _('To whom'), [(str(person.id), person.full_name) for person in common], hint=hint)


def _assign(values: Values) -> Verb:
    whom = _number(values, 'assignee')
    return lambda actor, ticket: assignment.assign(actor, ticket, whom)


async def _ask_where(form: Form, _actor: User, _ids: Sequence[int]) -> None:
    options = [(str(department.id), _(Words.of(department, 'name'))) for department in await bulk.departments()]
    form.select('department', _('Department'), options)
    form.prose('text', _('Note for the desk'), hint=_('Only the desk reads it'), rows=3, maxlength=PROSE)


def _transfer(values: Values) -> Verb:
    where, note = _number(values, 'department'), values.get('text', '')
    return lambda actor, ticket: assignment.transfer(actor, ticket, where, note)


async def _ask_priority(form: Form, _actor: User, _ids: Sequence[int]) -> None:
    form.select('priority', _('Priority'), [(level, _(PRIORITY[level].word)) for level in Priority])
    form.prose('text', _('Reason'), hint=_('The customers read it in their tickets'), rows=3, maxlength=PROSE)


def _prioritise(values: Values) -> Verb:
    level, reason = values.get('priority', ''), values.get('text', '')
    check_text(reason, N_('Write why'))
    return lambda actor, ticket: prioritising.prioritise(actor, ticket, ticket.urgency, ticket.impact, reason, level)


async def _ask_solution(form: Form, _actor: User, _ids: Sequence[int]) -> None:
    form.prose('text', _('Solution for all of them'), rows=4, maxlength=PROSE)
    form.select('code', _('How it was solved'), [(code, _(RESOLUTION[code])) for code in ResolutionCode])


def _resolve(values: Values) -> Verb:
    solution, code = values.get('text', ''), values.get('code', '')
    check_text(solution, N_('Write what solved it'))
    return lambda actor, ticket: resolution.resolve(actor, ticket, solution, code=code)


async def _ask_incident(form: Form, actor: User, _ids: Sequence[int]) -> None:
    options = [(str(one.id), _(Words.of(one, 'title'))) for one in await incident_links.open_incidents(actor)]
    hint = '' if options else _('No incident is open now.')
    form.select('incident', _('Network incident'), options, hint=hint)


def _link(values: Values) -> Verb:
    incident = _number(values, 'incident')
    return lambda actor, ticket: incident_links.link(actor, ticket, incident)


def _number(values: Values, name: str) -> int:
    value = values.get(name, '')
    if not is_id(value):
        raise Invalid({name: _CHOOSE})
    return int(value)


ACTIONS: Mapping[Event, BulkAction] = {
    Event.TAKE: BulkAction(N_('Take'), 'user-check', None, _take),
    Event.ASSIGN: BulkAction(N_('Assign'), 'user-plus', _ask_whom, _assign),
    Event.TRANSFER: BulkAction(N_('Transfer'), 'building-2', _ask_where, _transfer),
    Event.PRIORITISE: BulkAction(N_('Prioritise'), 'zap', _ask_priority, _prioritise),
    Event.LINK: BulkAction(N_('Link to an incident'), 'activity', _ask_incident, _link),
    Event.RESOLVE: BulkAction(N_('Resolve'), 'check', _ask_solution, _resolve),
}
