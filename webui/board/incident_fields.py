"""The fields of incidents and maintenance, and what an agent has filled into them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from models import User
from models.audience import Reader
from models.component import ComponentStatus
from models.incident import Phase
from services.board.board import board
from services.board.board_lines import ComponentLine, IncidentLine
from services.board.status import Place
from services.clock import now
from services.incidents.incident_forms import HARMS, LONGEST, LONGEST_TITLE, Impact, next_phase
from services.knowledge.article_form import others
from services.language import N_
from services.plain_text import is_id
from services.refusals import Invalid
from webui.board.board_look import COMPONENT, PHASE
from webui.elements import Tag, tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.i18n import _, language_name, ngettext

PROMISES = (15, 30, 60, 120, 240, 1440)  # minutes until the next update
SPARED = 'spared'  # the choice that a place is affected no more
Texts = Mapping[str, Mapping[str, str]]


async def components(actor: User) -> tuple[ComponentLine, ...]:
    """What an incident can be about."""
    return (await board(Reader.of(actor))).components


def text_fields(form: Form, *, title: str | None = None, body: str | None = None, texts: Texts | None = None) -> None:
    """Title and text, those that are not None, and the same in the other languages, folded."""
    if title is not None:
        form.line('title', _('Title'), value=title, maxlength=LONGEST_TITLE)
    if body is not None:
        form.prose('body', _('What you tell'), value=body, rows=4, maxlength=LONGEST)
    for language in others():
        written = (texts or {}).get(language, {})
        with form.element:
            part = tag('details', '', 'blanks', open=bool(written))
            with part:
                tag('summary', _('In %(language)s', language=language_name(language)))
        fields = []
        if title is not None:
            label = _('Title in %(language)s', language=language_name(language))
            value = written.get('title', '')
            fields.append(form.line(f'title_{language}', label, value=value, maxlength=LONGEST_TITLE))
        if body is not None:
            label = _('Text in %(language)s', language=language_name(language))
            value = written.get('body', '')
            fields.append(form.prose(f'body_{language}', label, value=value, rows=4, maxlength=LONGEST))
        for field in fields:
            field.box.move(part)


def texts_of(values: Values) -> Texts:
    """What was written in the other languages."""
    return {
        language: {name: values.get(f'{name}_{language}', '') for name in ('title', 'body')} for language in others()
    }


def phase_field(form: Form, phases: Iterable[Phase], *, goes_on: bool = False) -> Field:
    """With `goes_on` it is as it is unless one is chosen: see `tell_present`."""
    options = [(one.value, _(PHASE[one].word)) for one in phases]
    return form.select('phase', _('Where it stands'), [('', _('As it is')), *options] if goes_on else options)


def promise_field(form: Form) -> Field:
    """When the next update is promised, in minutes from now."""
    options = [('', _('No promise')), *((str(minutes), _within(minutes)) for minutes in PROMISES)]
    return form.select('promise', _('Next update'), options)


def promise_of(values: Values) -> datetime | None:
    minutes = values.get('promise', '')
    if not minutes:
        return None
    if minutes not in map(str, PROMISES):
        raise Invalid({'promise': N_('Choose one of the options')})
    return now() + timedelta(minutes=int(minutes))


def impact_fields(form: Form, lines: Iterable[ComponentLine], *, goes_on: bool = False) -> None:
    """A choice of how each component is, everywhere or in one of its regions: `impact.3`, `impact.3.2`.

    With `goes_on` each is as it is unless one is chosen: see `tell_present`.
    """
    unaffected = _('Not affected')
    options = [('', _('As it is')), (SPARED, unaffected)] if goes_on else [('', unaffected)]
    options += [(status.value, _(COMPONENT[status].word)) for status in HARMS]
    with form.element:
        rows = tag('div', '', 'impact-rows', role='group')
        form.add('impacts', Field(_('Services that it affects'), '', rows, group=True))
    for place, name, level in places_of(lines):
        field = form.select(f'impact.{place_key(place)}', name, options)
        field.box.classes('impact-row')
        field.box.props['data-level'] = level
        field.box.move(rows)


def tell_present(form: Form, seen: IncidentLine) -> None:
    """Let the choices that change nothing say what it is that they leave as it is; what was chosen stays chosen."""
    told = {(one.component_id, one.region_id): COMPONENT[one.status].word for one in seen.impacts}
    for name, field in form.fields.items():
        if name == 'phase':
            word = PHASE[next_phase(seen.phase)].word
        elif name.startswith('impact.') and (place := _place(name.removeprefix('impact.'))):
            word = told.get(place, N_('Not affected'))
        else:
            continue
        unchanged = field.control.default_slot.children[0]
        assert isinstance(unchanged, Tag), 'the first of its options'
        unchanged.text = _('As it is: %(state)s', state=_(word))


def spared_of(values: Values) -> list[Place]:
    """The places that are affected no more."""
    chosen = [_place(name.removeprefix('impact.')) for name, status in values.items() if status == SPARED]
    return [place for place in chosen if place]


def impacts_of(values: Values) -> list[Impact]:
    """The places for which a state was chosen."""
    found = []
    for name, status in values.items():
        if name.startswith('impact.') and status not in ('', SPARED):
            place = _place(name.removeprefix('impact.'))
            if place is None or status not in list(ComponentStatus):
                raise Invalid({'impacts': N_('Choose one of the options')})
            found.append(Impact(place[0], ComponentStatus(status), place[1]))
    return found


def places_field(form: Form, lines: Iterable[ComponentLine], ticked: Collection[Place] = ()) -> Field:
    """A box to tick for each component and each of its regions: the values `impacts.3`, `impacts.3.2`."""
    options = [(place_key(place), name) for place, name, _level in places_of(lines, full=True)]
    return form.checks('impacts', _('Services that it affects'), options, ticked=[place_key(one) for one in ticked])


def chosen_places(values: Values) -> list[Place]:
    found = [_place(name.removeprefix('impacts.')) for name in values if name.startswith('impacts.')]
    return [place for place in found if place]


def places_of(lines: Iterable[ComponentLine], *, full: bool = False) -> list[tuple[Place, str, int]]:
    """Each place with its name, the `full` one of a region too, and its level."""
    found: list[tuple[Place, str, int]] = []
    for line in lines:
        found.append(((line.id, None), _(line.name), 1))
        for region in line.regions:
            name = f'{_(line.name)} · {_(region.name)}' if full else _(region.name)
            found.append(((line.id, region.id), name, 2))
    return found


def place_key(place: Place) -> str:
    component, region = place
    return f'{component}.{region}' if region else str(component)


def _place(key: str) -> Place | None:
    component, _dot, region = key.partition('.')
    if not is_id(component) or (region and not is_id(region)):
        return None
    return int(component), int(region) if region else None


def _within(minutes: int) -> str:
    if minutes < 60:
        return ngettext('Within %(n)d minute', 'Within %(n)d minutes', minutes)
    return ngettext('Within %(n)d hour', 'Within %(n)d hours', minutes // 60)
