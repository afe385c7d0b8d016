"""What an agent fills in about an incident, and what is wrong with it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models.audience import Reach
from models.component import ComponentStatus
from models.incident import OVER, IncidentKind, Phase
from services.audiences import reach_problem
from services.board.status import Place
from services.clock import now
from services.language import LANGUAGES, N_, Text
from services.plain_text import text_problem

LONGEST_TITLE = 200
LONGEST = 10_000
OLDEST = timedelta(days=90)  # what lies before that is in no bar
PROMISED_WITHIN = timedelta(days=30)

PHASES: Mapping[IncidentKind, Sequence[Phase]] = {
    IncidentKind.INCIDENT: (Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.MONITORING, Phase.RESOLVED),
    IncidentKind.MAINTENANCE: (Phase.SCHEDULED, Phase.IN_PROGRESS, Phase.VERIFYING, Phase.COMPLETED, Phase.CANCELLED),
}
# What an incident can do to a component; in a maintenance it is in maintenance
HARMS = (ComponentStatus.MAJOR, ComponentStatus.PARTIAL, ComponentStatus.DEGRADED, ComponentStatus.OPERATIONAL)

Translations = Mapping[str, Mapping[str, str]]  # {language: {"title", "body"}}


@dataclass(frozen=True)
class Impact:
    """In which state a component is, in one region or everywhere (None)."""

    component_id: int
    status: ComponentStatus
    region_id: int | None = None

    @property
    def place(self) -> Place:
        return self.component_id, self.region_id

    def told(self) -> dict[str, Any]:
        """As `IncidentUpdate.impacts` keeps it."""
        return {'component': self.component_id, 'region': self.region_id, 'status': self.status.value}


@dataclass(frozen=True)
class NewIncident:
    """An incident with its first update. `starts_at` None: now; it may lie `OLDEST` back.

    `audience` are words of services/audiences, for a `reach` that is chosen; `next_update_at` is promised to readers.
    """

    title: str
    body: str
    phase: str = Phase.INVESTIGATING
    impacts: Sequence[Impact] = ()
    reach: str = Reach.EVERYBODY
    audience: Sequence[str] = ()
    starts_at: datetime | None = None
    next_update_at: datetime | None = None
    translations: Translations = field(default_factory=dict)

    def problems(self) -> dict[str, Text]:
        """By field; empty when it can be stored."""
        return told(
            title_problems(self.title, self.translations)
            | body_problems(self.body, self.translations)
            | {
                'phase': phase_problem(IncidentKind.INCIDENT, self.phase) or open_problem(self.phase),
                'impacts': impacts_problem(self.impacts),
                'reach': reach_problem(self.reach, self.audience),
                'starts_at': past_problem(self.starts_at),
                'next_update_at': promise_problem(self.next_update_at),
            }
        )


@dataclass(frozen=True)
class NewUpdate:
    """What is told now, or was at `at`. `phase` empty: as before; `next_update_at` None: nothing is promised.

    `impacts` are those that change, and `spared` the places that are affected no more. What is in neither stays as it
    is, and in a maintenance all of it does.
    """

    body: str
    phase: str
    impacts: Sequence[Impact] = ()
    next_update_at: datetime | None = None
    at: datetime | None = None
    translations: Translations = field(default_factory=dict)
    spared: Collection[Place] = ()

    def problems(self, kind: IncidentKind) -> dict[str, Text]:
        """By field; empty when it can be stored."""
        if kind == IncidentKind.MAINTENANCE and (self.impacts or self.spared):
            return {'impacts': N_('Choose one of the options')}
        return told(
            body_problems(self.body, self.translations)
            | {
                'phase': phase_problem(kind, self.phase),
                'impacts': impacts_problem(self.impacts),
                'at': past_problem(self.at),
                'next_update_at': promise_problem(self.next_update_at),
            }
        )


def told(problems: Mapping[str, Text | None]) -> dict[str, Text]:
    """Those that there are."""
    return {name: problem for name, problem in problems.items() if problem}


def title_problems(title: str, translations: Translations) -> dict[str, Text | None]:
    problems = {'title': text_problem(title, longest=LONGEST_TITLE, one_line=True, required=N_('Write a title'))}
    for language, texts in translations.items():
        problems[f'title_{language}'] = text_problem(texts.get('title', ''), longest=LONGEST_TITLE, one_line=True)
    return problems


def body_problems(body: str, translations: Translations) -> dict[str, Text | None]:
    problems = {'body': text_problem(body, longest=LONGEST, required=N_('Write what you want to tell'))}
    for language, texts in translations.items():
        known = language in LANGUAGES
        problems[f'body_{language}'] = (
            text_problem(texts.get('body', ''), longest=LONGEST) if known else N_('Choose one of the options')
        )
    return problems


def next_phase(phase: Phase) -> Phase:
    """That of the next update, where it says none: what was a draft is being investigated."""
    return Phase.INVESTIGATING if phase == Phase.DRAFT else phase


def phase_problem(kind: IncidentKind, phase: str) -> Text | None:
    return None if phase in PHASES[kind] else N_('Choose one of the options')


def open_problem(phase: str) -> Text | None:
    return N_('Tell of it first, and then that it is over') if phase in OVER else None


def impacts_problem(impacts: Sequence[Impact]) -> Text | None:
    if len({one.place for one in impacts}) < len(impacts) or any(one.status not in HARMS for one in impacts):
        return N_('Choose one of the options')
    return None


def past_problem(at: datetime | None) -> Text | None:
    if at and at > now():
        return N_('That is still to come')
    return N_('That is too long ago') if at and at < now() - OLDEST else None


def promise_problem(at: datetime | None) -> Text | None:
    if at and at <= now():
        return N_('Choose an instant to come')
    return N_('Choose an instant within a month') if at and at > now() + PROMISED_WITHIN else None


def kept(translations: Translations, *fields: str) -> dict[str, dict[str, str]]:
    """The texts of these fields that there are, as a row keeps them."""
    found = {
        language: {name: texts[name].strip() for name in fields if texts.get(name, '').strip()}
        for language, texts in translations.items()
    }
    return {language: texts for language, texts in found.items() if texts}
