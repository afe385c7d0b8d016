"""What an agent has beside a ticket: promised times, its details, and who asked."""

from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup
from nicegui import ui

from models import Ticket
from models.clock import DONE
from models.lifecycle import Status
from services.clock import now
from services.language import Words
from services.mail.addresses import NO_MAIL
from services.sla.priorities import Priorities
from services.sla.promises import Progress
from services.tickets.ticket_view import TicketView
from webui.appearance import CHANNEL, CLOSE_REASON, FACES, HOLD, IMPACT_WORD, RESOLUTION, URGENCY_WORD
from webui.desk.desk_place import Place, place_of
from webui.elements import heading, icon_button, initials, tag, tone_of
from webui.formats import moment
from webui.i18n import _, locale
from webui.markup import fill, icon_markup, linkify, rich
from webui.tickets.severity_fact import level_markup
from webui.tickets.ticket_facts import answers, cost_words, facts_markup, meter_level, person_markup, used_words

_METER = Markup(
    '<div class="meter"><div class="meter-words"><b>{name}</b><span class="due" data-tone="{tone}">{due}</span></div>'
    '<div class="meter-track"><span class="meter-fill" data-tone="{tone}" style="width:{share}%"></span></div>'
    '<p class="muted">{used}</p></div>'
)
_KEPT = Markup('<p class="muted">{}</p>')
_REQUESTER = Markup(
    '<div class="requester"><span class="avatar" data-tone="{tone}" aria-hidden="true">{initials}</span>'
    '<p><b dir="auto">{name}</b><span dir="auto">{company}</span></p></div>{ways}'
)
_LINK = Markup('<a href="{}">{} {}</a>')
_WAY = Markup('<a class="way" href="{}:{}">{}<span>{}</span></a>')


class Facts:
    """Draws the pane; `show` fills it."""

    def __init__(self) -> None:
        with tag('section', '', 'facts-pane', aria_label=_('Details'), data_drawer_name='facts') as self.element:
            icon_button(_('Close the details'), 'x').classes('facts-closer').props['data-toggle'] = 'facts'
            heading(_('Promised times'), 2, 'sr-only')
            self._promises = rich('div', 'stack-tight')
            heading(_('Ticket'), 2, 'facts-title')
            self._facts = rich('dl', 'facts')
            self._answers = rich('dl', 'facts answers')
            self._related = rich('dl', 'facts')
            heading(_('Requester'), 2, 'facts-title')
            self._requester = rich('div', 'stack-tight')
            with tag('section', '', 'company-notes', aria_label=_('About this company')) as self._about:
                heading(_('About this company'), 3)
                self._notes = rich('div')

    def show(self, view: TicketView, attempts: int, matrix: Priorities) -> None:
        """`attempts` to reach the customer are made at most; `matrix` says which priority is nobody's own choice."""
        answered, solved = view.progress
        fill(self._promises, _solution(view.ticket, solved) + _first_response(view.ticket, answered))
        fill(self._facts, facts_markup(_facts(view, attempts, matrix)))
        fill(self._answers, facts_markup(answers(view)))
        fill(self._related, facts_markup(_related(view)))
        fill(self._requester, _requester(view.ticket))
        notes = view.ticket.organization.notes if view.ticket.organization else ''
        fill(self._notes, linkify(notes))
        self._about.set_visibility(bool(notes))


def _solution(ticket: Ticket, progress: Progress) -> Markup:
    if ticket.status in DONE and ticket.resolved_at:
        return _meter(_('Solution'), progress, _('solved %(moment)s', moment=moment(ticket.resolved_at)))
    if ticket.status == Status.WAITING_CUSTOMER or ticket.resolution_due is None:
        return _meter(_('Solution'), progress, _('paused'))
    return _meter(_('Solution'), progress, _due(ticket.resolution_due))


def _first_response(ticket: Ticket, progress: Progress) -> Markup:
    name = _('First response')
    if ticket.first_response_at or ticket.first_response_due is None:
        return _KEPT.format(_('First response in %(used)s', used=used_words(progress)))
    return _meter(name, progress, _due(ticket.first_response_due))


def _due(at: datetime) -> str:
    when = moment(at)
    return _('due %(moment)s', moment=when) if at > now() else _('was due %(moment)s', moment=when)


def _meter(name: str, progress: Progress, due: str) -> Markup:
    share, tone = meter_level(progress)
    return _METER.format(name=name, due=due, tone=tone, share=share, used=used_words(progress))


def _by_hand() -> Markup:
    return Markup(' <span class="muted">{}</span>').format(_('set by hand'))


def _facts(view: TicketView, limit: int, matrix: Priorities) -> Iterator[tuple[str, object]]:
    ticket = view.ticket
    yield _('Technician'), person_markup(ticket.assignee.full_name) if ticket.assignee else _('Unassigned')
    yield _('Dept.'), _(Words.of(ticket.department, 'name'))
    yield _('Type'), ticket.item.text('title', locale().language)
    yield _('Urgency'), _(URGENCY_WORD[ticket.urgency])
    yield _('Importance'), _(IMPACT_WORD[ticket.impact])
    level = level_markup(ticket.priority)
    is_usual = ticket.priority == matrix.level(ticket.impact, ticket.urgency)
    yield _('Priority'), level if is_usual else level + _by_hand()
    if ticket.status == Status.WAITING_INTERNAL and ticket.hold_reason:
        yield _('On hold'), _(HOLD[ticket.hold_reason])
    yield _('Promised'), ticket.promised_at and moment(ticket.promised_at)
    yield _('Ends by itself'), view.ending and moment(view.ending.at)
    yield _('Cost'), cost_words(ticket)
    if ticket.contact_attempts:
        yield _('Contact'), _('attempt %(count)d of %(limit)d', count=ticket.contact_attempts, limit=limit)
    if ticket.status in DONE:
        yield _('Solution code'), ticket.resolution_code and _(RESOLUTION[ticket.resolution_code])
        yield _('How it ended'), ticket.close_reason and _(CLOSE_REASON[ticket.close_reason])
    if face := FACES.get(ticket.rating or 0):
        yield _('Rating'), _('%(word)s (%(stars)d of 5)', word=_(face[1]), stars=ticket.rating)
        yield _('Comment'), ticket.rating_comment
    yield _('Channel'), _(CHANNEL[ticket.channel])
    yield _('Created'), moment(ticket.created_at)


def _related(view: TicketView) -> Iterator[tuple[str, object]]:
    """Links to the tickets that this one came from, became part of, or led to."""
    ticket, place = view.ticket, place_of(ui.context.client.sub_pages_router.current_path)
    for other in view.related:
        words = {ticket.parent_id: _('Comes from'), ticket.merged_into_id: _('Part of')}
        came = _('Contains') if other.merged_into_id == ticket.id else _('Led to')
        yield (
            words.get(other.id, came),
            _LINK.format(Place(place.view, other.number).address, other.number, other.subject),
        )


def _caller(ticket: Ticket) -> Markup:
    """Who called, where that was somebody else (S1-5)."""
    if not ticket.caller_name and not ticket.caller_phone:
        return Markup('')
    phone = ticket.caller_phone
    way = _WAY.format('tel', phone, icon_markup('phone'), phone) if phone else Markup('')
    return Markup('<p>{} <b dir="auto">{}</b></p>').format(_('Called by'), ticket.caller_name) + way


def _requester(ticket: Ticket) -> Markup:
    person = ticket.requester
    mail = '' if person.email.endswith(NO_MAIL) else person.email
    ways = [('tel', 'phone', person.phone), ('mailto', 'mail', mail)]
    return _caller(ticket) + _REQUESTER.format(
        tone=tone_of(person.full_name),
        initials=initials(person.full_name),
        name=person.full_name,
        company=ticket.organization.name if ticket.organization else '',
        ways=Markup('').join(_WAY.format(scheme, way, icon_markup(name), way) for scheme, name, way in ways if way),
    )
