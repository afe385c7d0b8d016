"""What narrows a view of the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from tortoise.expressions import Q

from models.catalog_item import TicketKind
from models.db.folding import fold_as, folded
from models.lifecycle import ASKED_RANK, DONE_RANK, WAITING_RANK, Status, first_rank
from models.priority import Priority
from models.ticket_number import parse_number
from services.bounded import Condition
from services.plain_text import is_id

NOBODY = 'none'
LONGEST = 80
COLUMNS = ('number', 'subject', 'priority', 'kind', 'status', 'department_id', 'assignee_id', 'organization_id')
_ENDS = {0: WAITING_RANK, WAITING_RANK: ASKED_RANK, ASKED_RANK: DONE_RANK, DONE_RANK: DONE_RANK + 1}


@dataclass(frozen=True)
class Filters:
    """All as it stands in an address; '' does not narrow. Departments, assignees and companies are ids, `assignee` may
    be `NOBODY`; `text` is a ticket's number, or words of its subject.
    """

    text: str = ''
    department: str = ''
    priority: str = ''
    kind: str = ''
    assignee: str = ''
    status: str = ''
    company: str = ''

    @classmethod
    def of(cls, values: Mapping[str, str]) -> 'Filters':
        """Read them; what has no meaning does not narrow."""
        asked = {field.name: values.get(field.name, '').strip()[:LONGEST] for field in fields(cls)}
        return cls(**{name: value for name, value in asked.items() if _MEANS.get(name, bool)(value)})

    def chosen(self) -> dict[str, str]:
        """What narrows, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}

    def leading(self) -> Q:
        """The one condition that has an index in the order of work, if there is one of them."""
        if self.assignee:
            return Q(assignee_id=None if self.assignee == NOBODY else int(self.assignee))
        return Q(department_id=int(self.department)) if self.department else Q()

    def conditions(self) -> list[Condition]:
        """Which tickets are left, by the columns of `COLUMNS`."""
        found: list[Condition] = []
        for name, value in self.chosen().items():
            if name == 'text':
                found += _texts(value)
            elif value == NOBODY:
                found.append(('assignee_id IS NULL', ()))
            else:
                found.append((f'{_IDS.get(name, name)} = {{}}', (int(value) if name in _IDS else value,)))
        return found

    def ranks(self, first: int, end: int) -> tuple[int, int]:
        """Where in the order of work between `first` and before `end` they can stand."""
        if self.status:
            start = first_rank(Status(self.status))
            first, end = max(first, start), min(end, _ENDS[start])
        if self.priority and first < DONE_RANK:
            first += 2 * Priority(self.priority).rank
        return first, end


EVERYTHING = Filters()


def _texts(words: str) -> list[Condition]:
    number = parse_number(words)
    if number:
        return [('number = {}', (number,))]
    return [(f"{folded('subject')} LIKE {{}} ESCAPE '!'", (f'%{_literal(fold_as(word))}%',)) for word in words.split()]


def _literal(text: str) -> str:
    """For LIKE, in which `%` and `_` stand for others."""
    return text.replace('!', '!!').replace('%', '!%').replace('_', '!_')


_IDS = {'department': 'department_id', 'assignee': 'assignee_id', 'company': 'organization_id'}
_MEANS = {
    'priority': list(Priority).__contains__,
    'kind': list(TicketKind).__contains__,
    'status': list(Status).__contains__,
    'department': is_id,
    'assignee': lambda value: value == NOBODY or is_id(value),
    'company': is_id,
}
