"""What an admin fills in about a type of ticket. Pure (S0-19, S1-10, S4-2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models import CatalogItem
from models.audience import Reach
from models.catalog_item import TicketKind
from models.priority import Impact, Urgency
from services.audiences import reach_problem
from services.env import env
from services.icons import icons
from services.language import N_, Text
from services.limits import between
from services.plain_text import text_problem

# how long each text of a type may be
TEXTS: Mapping[str, int] = {
    'title': 120,
    'summary': 200,
    'heading': 200,
    'subject_hint': 200,
    'description_hint': 200,
    'redirect_reason': 1000,
    'redirect_to': 1000,
}
LONGEST_HANDLING = 2000  # hours


@dataclass(frozen=True)
class ItemForm:
    """`texts` are by field and language; `department` and `sla_policy` are ids, 0 for none; `handling_hours` 0: nothing
    is promised beyond the priority. `audience` are the words of services/audiences.py.
    """

    texts: Mapping[str, Mapping[str, str]]
    kind: str = TicketKind.INCIDENT
    icon: str = 'circle-help'
    department: int = 0
    impact: str = Impact.PERSON
    urgency: str = Urgency.CAN_WAIT
    handling_hours: int = 0
    sla_policy: int = 0
    reach: str = Reach.EVERYBODY
    audience: tuple[str, ...] = field(default=())
    is_active: bool = False

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found: dict[str, Text | None] = {
            'kind': _among(self.kind, TicketKind),
            'icon': _among(self.icon, icons()),
            'impact': _among(self.impact, Impact),
            'urgency': _among(self.urgency, Urgency),
            'handling_hours': between(self.handling_hours, 0, LONGEST_HANDLING),
            'reach': reach_problem(self.reach, self.audience),
            'title': None if self.texts.get('title', {}).get(env().language) else N_('Write a name'),
        }
        if self.kind == TicketKind.REDIRECT and not self.texts.get('redirect_to', {}).get(env().language):
            found['redirect_to'] = N_('Write where to go instead')
        for name, texts in self.texts.items():
            is_line = not name.startswith('redirect')
            for language, text in texts.items():
                problem = text_problem(text, longest=TEXTS[name], one_line=is_line)
                found[f'{name}.{language}'] = problem
        return {name: problem for name, problem in found.items() if problem}

    def columns(self) -> dict[str, Any]:
        """Of the row: what is written in the desk's own language, and the translations."""
        own = env().language
        row: dict[str, Any] = {name: self.texts.get(name, {}).get(own, '').strip() for name in TEXTS}
        translations: dict[str, dict[str, str]] = {}
        for name, texts in self.texts.items():
            for language, text in texts.items():
                if language != own and text.strip():
                    translations.setdefault(language, {})[name] = text.strip()
        return row | {
            'translations': translations,
            'kind': TicketKind(self.kind),
            'icon': self.icon,
            'department_id': self.department,
            'impact': Impact(self.impact),
            'urgency': Urgency(self.urgency),
            'handling_hours': self.handling_hours or None,
            'sla_policy_id': self.sla_policy or None,
            'reach': Reach(self.reach),
            'is_active': self.is_active,
        }


def form_of(item: CatalogItem, audience: tuple[str, ...]) -> ItemForm:
    """A type as its form shows it."""
    own: str = env().language
    texts: dict[str, dict[str, str]] = {}
    for name in TEXTS:
        said = {own: str(getattr(item, name))}
        said |= {language: str(row.get(name, '')) for language, row in item.translations.items()}
        texts[name] = {language: text for language, text in said.items() if text}
    return ItemForm(
        texts={name: said for name, said in texts.items() if said},
        kind=item.kind,
        icon=item.icon,
        department=item.department_id,
        impact=item.impact,
        urgency=item.urgency,
        handling_hours=item.handling_hours or 0,
        sla_policy=item.sla_policy_id or 0,
        reach=item.reach,
        audience=audience,
        is_active=item.is_active,
    )


def _among(value: str, known: Any) -> Text | None:
    return None if value in list(known) else N_('Choose one of the options')
