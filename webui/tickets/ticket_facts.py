"""What is known of a ticket and what was promised, for its customer."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from markupsafe import Markup
from nicegui.element import Element

from models import Ticket
from services.catalog.questions import Question, told, words
from services.language import Words
from services.sla.promises import Progress
from services.tickets.ticket_view import TicketView
from webui.elements import heading, initials, tag, tone_of
from webui.formats import calendar_day, hours, moment
from webui.i18n import _, locale, ngettext
from webui.live import LiveList
from webui.markup import drawn_once, fill, rich
from webui.tickets.severity_fact import severity_markup, severity_name

HOUR = timedelta(hours=1)
FACT = Markup('<dt>{}</dt><dd dir="auto">{}</dd>')
PERSON = Markup('<span class="person"><span class="avatar avatar-small" data-tone="{}">{}</span>{}</span>')
METER = Markup(
    '<div class="meter"><div class="meter-words"><b>{name}</b><span>{words}</span></div>'
    '<div class="meter-track"><span class="meter-fill" data-tone="{tone}" style="width:{share}%"></span></div></div>'
)


def customer_facts(parent: Element) -> LiveList[TicketView]:
    """The cards beside a ticket."""
    return LiveList(parent, key=lambda view: view.ticket.id, stamp=_stamp, make=_make, update=_update)


def person_markup(name: str) -> Markup:
    return PERSON.format(tone_of(name), initials(name), name)


def facts_markup(facts: Iterable[tuple[str, object]]) -> Markup:
    """Pairs of a word and a value; without a value they are left out."""
    return Markup('').join(FACT.format(word, value) for word, value in facts if value)


def answers(view: TicketView) -> tuple[tuple[str, str], ...]:
    """What was answered to the questions of the form."""
    language = locale().language
    return tuple(
        (words(one, 'label', language), _answer(one, answer)) for one, answer in told(view.ticket, view.questions)
    )


def _answer(question: Question, answer: str) -> str:
    """As the reader has it: choices in his language, times in his zone."""
    options = question.get('options', ())
    if answer in options:
        shown = words(question, 'options', locale().language)
        return str(dict(zip(options, shown, strict=False)).get(answer, answer))
    try:
        if question['type'] == 'datetime':
            return moment(datetime.fromisoformat(answer))
        return calendar_day(date.fromisoformat(answer)) if question['type'] == 'date' else answer
    except ValueError:
        return answer


def cost_words(ticket: Ticket) -> str:
    """Whether the cost that was accepted holds: "Aceptado el 20 nov, 09:14", "Sin costo desde el 20 nov, 11:02"."""
    if ticket.cost_waived_at:
        return _('None since %(moment)s', moment=moment(ticket.cost_waived_at))
    return _('Accepted %(moment)s', moment=moment(ticket.cost_accepted_at)) if ticket.cost_accepted_at else ''


def meter_markup(name: str, progress: Progress) -> Markup:
    """How much of a promised time is used: "38 min de 3 h"."""
    share, tone = meter_level(progress)
    return METER.format(name=name, words=used_words(progress), tone=tone, share=share)


def meter_level(progress: Progress) -> tuple[int, str]:
    """Per cent used, 100 at most, and the tone that goes with it."""
    share = min(100, round(100 * progress.used / progress.promised))
    return share, 'bad' if progress.used > progress.promised else 'warn' if share >= 75 else 'ok'


def used_words(progress: Progress) -> str:
    """ "38 min de 3 h hábiles": in hours, since a working day has not twenty-four."""
    used, promised = hours(progress.used), hours(progress.promised)
    if progress.clock == 'business':
        return ngettext(  # «1 h hábil», «3 h hábiles»
            '%(used)s of %(promised)s of working time',
            '%(used)s of %(promised)s of working time',
            progress.promised // HOUR,
            used=used,
            promised=promised,
        )
    return _('%(used)s of %(promised)s', used=used, promised=promised)


def _stamp(view: TicketView) -> object:
    ticket = view.ticket  # other hours, and the time alone, move the meters without a line
    name = _(Words.of(ticket.department, 'name'))
    return ticket.updated_at, name, severity_name(ticket.priority), _meters(*view.progress)


def _make(_view: TicketView) -> Element:
    with tag('div', '', 'stack') as place:
        with tag('section', '', 'card', aria_label=_('Details')):
            with tag('div', '', 'card-head'):
                heading(_('Details'), 2, 'card-title')
            rich('dl', 'facts card-body')
        with tag('section', '', 'card', aria_label=_('Promised times')):
            with tag('div', '', 'card-head bare'):
                heading(_('Promised times'), 2, 'card-title')
            rich('div', 'card-body stack-tight')
    return place


def _update(place: Element, view: TicketView) -> None:
    facts, meters = (section.default_slot.children[1] for section in place.default_slot.children)
    fill(facts, _customer_facts(view.ticket, answers(view), severity_name(view.ticket.priority), id(view.ticket)))
    fill(meters, _meters(*view.progress))


@drawn_once
def _meters(answered: Progress, solved: Progress) -> Markup:
    return meter_markup(_('First response'), answered) + meter_markup(_('Solution'), solved)


@drawn_once
def _customer_facts(ticket: Ticket, answered: tuple[tuple[str, str], ...], _level: str, _reading: int) -> Markup:
    return facts_markup(
        [
            (_('Technician'), person_markup(ticket.assignee.full_name) if ticket.assignee else _('Nobody yet')),
            (_('Department'), _(Words.of(ticket.department, 'name'))),
            (_('Type'), ticket.item.text('title', locale().language)),
            (_('Severity'), severity_markup(ticket)),
            (_('Promised'), ticket.promised_at and moment(ticket.promised_at)),
            (_('Cost'), cost_words(ticket)),
            (_('Created'), moment(ticket.created_at)),
            (_('Opened by'), ticket.requester.full_name),
            *answered,
        ]
    )
