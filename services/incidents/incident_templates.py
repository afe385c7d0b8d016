"""Words that incidents often need, with blanks for what differs: `{components}`, `{since}`, `{next}`, …

What is none of `PLACEHOLDERS`, or has no value yet, stays as it is, and is seen by who uses the template.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

from models import IncidentTemplate, User
from models.db.transaction import transaction
from models.incident import IncidentKind, Phase
from services import audit
from services.announce import announce
from services.audiences import check_desk
from services.env import env
from services.incidents.incident_forms import Translations, body_problems, kept, phase_problem, told
from services.language import N_, Text, Words
from services.plain_text import text_problem
from services.refusals import Invalid, NotFound
from services.shared import shared

PLACEHOLDERS: Mapping[str, Text] = {
    'components': N_('the services that are affected'),
    'regions': N_('the regions that are affected'),
    'since': N_('when it began'),
    'until': N_('when it is to end'),
    'next': N_('when the next update is promised'),
}
TOPIC = 'incident_templates'
LONGEST_NAME = 80
LONGEST_TITLE = 200
_BLANK = re.compile(r'\{(\w{1,40})\}')


@dataclass(frozen=True)
class Facts:
    """What the blanks are filled with; None and nothing leave a blank as it is. Instants are the board's."""

    components: tuple[Words, ...] = ()
    regions: tuple[Words, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    next: datetime | None = None


@dataclass(frozen=True)
class TemplateForm:
    """A template as it is edited; `translations` hold `title` and `body`."""

    name: str
    kind: str
    phase: str
    body: str
    title: str = ''
    translations: Translations | None = None

    def problems(self) -> dict[str, Text]:
        """By field; empty when it can be stored."""
        kind = None if self.kind in list(IncidentKind) else N_('Choose one of the options')
        texts = self.translations or {}
        return told(
            body_problems(self.body, texts)
            | {
                'name': text_problem(self.name, longest=LONGEST_NAME, one_line=True, required=N_('Write a name')),
                'title': text_problem(self.title, longest=LONGEST_TITLE, one_line=True),
                'kind': kind,
                'phase': kind or phase_problem(IncidentKind(self.kind), self.phase),
            }
        )


async def templates(actor: User | None, kind: IncidentKind) -> list[IncidentTemplate]:
    """Those of a kind, in the order of the phases that they are for. Staff only."""
    await check_desk(actor)
    rows = await shared(('incident templates', kind), [TOPIC], lambda: _read(kind))
    order = list(Phase)
    return sorted(rows, key=lambda row: (order.index(row.phase), row.name))


def fill(words: Words, facts: Facts) -> dict[str, str]:
    """The text with its blanks filled, by language: the board's own as '', others as they have one."""
    own = env().language
    filled = {'': _fill(words.text, facts, own)}
    return filled | {language: _fill(text, facts, language) for language, text in words.translations.items()}


def left_over(text: str) -> list[str]:
    """The blanks that are still in a text, as they stand there."""
    return [blank[0] for blank in _BLANK.finditer(text) if blank[1] in PLACEHOLDERS]


async def save(actor: User | None, form: TemplateForm, template_id: int | None = None) -> IncidentTemplate:
    """Write a new one, or change one. `Invalid` names what is wrong."""
    if problems := form.problems():
        raise Invalid(problems)
    async with transaction():
        person = await check_desk(actor)
        if await IncidentTemplate.filter(name=form.name.strip()).exclude(id=template_id or 0).exists():
            raise Invalid({'name': N_('There is another one of this name')})
        row = await IncidentTemplate.get_or_none(id=template_id) if template_id else IncidentTemplate()
        if row is None:
            raise NotFound
        row.name, row.title, row.body = form.name.strip(), form.title.strip(), form.body.strip()
        row.kind, row.phase = IncidentKind(form.kind), Phase(form.phase)
        row.translations = kept(form.translations or {}, 'title', 'body')
        await row.save()
        await audit.record('incident_template_saved', actor=person, subject=row.name, after={'body': row.body})
        await announce({TOPIC})
    return row


async def delete(actor: User | None, template_id: int) -> None:
    """Take one away; what was told with it stays."""
    async with transaction():
        person = await check_desk(actor)
        row = await IncidentTemplate.get_or_none(id=template_id)
        if row is None:
            raise NotFound
        await row.delete()
        await audit.record('incident_template_deleted', actor=person, subject=row.name, before={'body': row.body})
        await announce({TOPIC})


async def _read(kind: IncidentKind) -> list[IncidentTemplate]:
    return await IncidentTemplate.filter(kind=kind)


def _fill(text: str, facts: Facts, language: str) -> str:
    values = {
        'components': _list(facts.components, language),
        'regions': _list(facts.regions, language),
        'since': _moment(facts.since, language),
        'until': _moment(facts.until, language),
        'next': _moment(facts.next, language),
    }
    return _BLANK.sub(lambda blank: values.get(blank[1]) or blank[0], text)


def _list(words: tuple[Words, ...], language: str) -> str:
    return ', '.join(dict.fromkeys(one.into(language) for one in words))


def _moment(at: datetime | None, language: str) -> str:
    if at is None:
        return ''
    zone = ZoneInfo(env().time_zone)
    local, hour = at.astimezone(zone), format_time(at, 'short', tzinfo=zone, locale=language)
    day, whose = format_date(local, 'd MMM', locale=language), get_timezone_name(local, locale=language)
    return f'{day} {hour} ({whose})'
