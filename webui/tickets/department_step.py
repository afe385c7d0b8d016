"""The step of an opening form that says where the ticket goes, with the hours of each department (S3-13).

One for what is urgent only asks whether it is, why, and that its cost is accepted (S3-16, S3-25, S3-26).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from nicegui import ui
from nicegui.element import Element

from models import CatalogItem, CostNotice, Department
from services.catalog import catalog
from services.clock import now
from services.departments import cost_notices, department_choice
from services.departments.department_choice import NO, REASON, YES
from services.hours.opening_hours import calendar_of, opening
from services.language import Words
from services.sayings import UrgentMeans, said
from webui.elements import icon, tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.i18n import _, saying
from webui.live import LiveList, live
from webui.opening import opening_words
from webui.tickets.question_fields import only_if

Conditions = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Offer:
    """A department as it is offered: how its hours stand, and what it costs."""

    department: Department
    name: str
    hours: str
    notice: CostNotice | None
    condition: Conditions

    @property
    def id(self) -> str:
        return str(self.department.id)


class DepartmentStep:
    """Draws the step into a form; `present` gives the type as it is now, `typed` what is known already.

    `?department=` in the address chooses one beforehand.
    """

    def __init__(self, form: Form, present: Callable[[], CatalogItem], typed: Mapping[str, Any]) -> None:
        self._form, self._present = form, present
        query = parse_qs(urlsplit(ui.context.client.sub_pages_router.current_path).query)
        named = query.get('department', [str(present().department_id)])[0]
        self._typed = {'department': named} | {key: str(value) for key, value in typed.items()}
        self._offers: list[Offer] = []

    async def draw(self) -> None:
        """In the order in which one follows from the other."""
        with self._form.element:
            self._own = tag('p', '', 'department-own muted')
        if self._present().is_generic:
            self._departments()
            self._urgency()
        else:
            self._urgency()
            self._departments()
        self._costs()
        await live([*catalog.TOPICS, 'settings'], self._show, every=60)

    def filled(self, values: Values) -> Values:
        """What the form says, as `department_choice.Said` has it."""
        found: Values = {name: str(values.get(name, '')) for name in ('department', 'is_urgent', 'urgent_reason')}
        where = found['department'] or str(self._present().department_id)
        if not self._present().is_generic and found['is_urgent'] != NO:
            where = str(self._present().department_id)
        notice = next((one.notice for one in self._offers if one.id == where), None)
        is_accepted = notice is not None and f'accepted.{notice.id}' in values
        return found | {'accepted_notice': str(notice.id) if notice and is_accepted else ''}

    def _departments(self) -> None:
        with self._form.element:
            group = tag('div', '', 'choice-cards', role='radiogroup')
            self._choice = self._form.add('department', Field(_('Department'), '', group, group=True))
        self._cards = LiveList[Offer](
            group, key=lambda one: one.id, stamp=lambda one: (one.name, one.hours), make=self._card, update=_say
        )

    def _urgency(self) -> None:
        answers = [(YES, _('Yes, it is urgent'), ''), (NO, _('No, it can wait'), '')]
        is_urgent = self._typed.get('is_urgent', '')
        self._urgent = self._form.cards('is_urgent', _('Is it urgent?'), answers, value=is_urgent)
        hint = _('What cannot go on, and since when.')
        value = self._typed.get('urgent_reason', '')
        label = _('Why it cannot wait')
        self._reason = self._form.prose('urgent_reason', label, hint=hint, value=value, rows=3, maxlength=REASON)
        with self._form.element:
            self._asks = tag('div', '', 'urgent-part')
        for field in (self._urgent, self._reason):
            field.box.move(self._asks)

    def _costs(self) -> None:
        """A notice with its box to tick for each department that has one; a new version is not ticked."""
        with self._form.element:
            group = tag('div', '', 'cost-notices', role='group')
            self._cost = self._form.add('accepted_notice', Field(_('Cost'), '', group, group=True))
            self._cost.label.classes('sr-only')
        self._notices = LiveList[Offer](
            group,
            key=lambda one: one.notice and one.notice.id,
            stamp=lambda one: str(one.condition),
            make=_notice,
            update=self._only_if,
        )

    async def _show(self) -> None:
        item = self._present()
        rows = await department_choice.offered(item)
        own = next((row for row in rows if row.id == item.department_id), rows[0])
        asks = department_choice.is_open(item, own)
        self._offers = [await self._offer(item, row) for row in rows]
        others = [one for one in self._offers if item.is_generic or one.department.id != own.id]
        self._cards.show(others if asks else [])
        self._choice.box.set_visibility(asks)
        self._own.set_visibility(not asks)
        mine = next(one for one in self._offers if one.department.id == own.id)
        self._own.text = ' · '.join(filter(None, (_('For: %(department)s', department=mine.name), mine.hours)))
        urgent = [one.id for one in self._offers if one.department.is_urgent_only]
        self._asks.set_visibility(bool(urgent))
        self._urgent.tell(saying(await said(UrgentMeans)))
        self._only_if(self._asks, {'department': urgent} if item.is_generic else {})
        self._only_if(self._choice.box, {} if item.is_generic else {'is_urgent': [NO]})
        self._only_if(self._reason.box, {'is_urgent': [YES]})
        costly = [one for one in self._offers if one.notice]
        self._cost.box.set_visibility(bool(costly))
        self._notices.show(costly)

    async def _offer(self, item: CatalogItem, row: Department) -> Offer:
        hours, _tone = opening_words(opening(await calendar_of(row.id), now()))
        hours = ' · '.join(filter(None, (hours, _('Urgent only') if row.is_urgent_only else '')))
        notice = await cost_notices.in_force(row.id)
        return Offer(row, _(Words.of(row, 'name')), hours, notice, _condition(item, row))

    def _only_if(self, element: Element, wanted: Conditions | Offer) -> None:
        conditions = wanted.condition if isinstance(wanted, Offer) else wanted
        only_if(element, conditions)
        element.props['hidden'] = any(self._typed.get(name, '') not in answers for name, answers in conditions.items())

    def _card(self, one: Offer) -> Element:
        with tag('label', '', 'choice-card') as card:
            radio = tag('input', '', 'laid-over', type='radio', name='department', value=one.id)
            radio.props['defaultChecked'] = one.id == self._typed['department']
            tag('span', '', 'choice-title', dir='auto')
            tag('span', '', 'choice-text')
        return card


def _condition(item: CatalogItem, row: Department) -> Conditions:
    """After which answers the ticket goes there."""
    if item.is_generic:
        return {'department': [str(row.id)]} | ({'is_urgent': [YES]} if row.is_urgent_only else {})
    if row.id == item.department_id:
        return {'is_urgent': [YES]} if row.is_urgent_only else {}
    return {'is_urgent': [NO], 'department': [str(row.id)]}


def _say(card: Element, one: Offer) -> None:
    _radio, name, hours = card.default_slot.children
    for line, words in ((name, one.name), (hours, one.hours)):
        line.text = words  # type: ignore[attr-defined]


def _notice(one: Offer) -> Element:
    assert one.notice
    with tag('div', '', 'cost-notice') as place:
        with tag('p', '', '', dir='auto'):
            icon('receipt')
            tag('span', _(cost_notices.words_of(one.notice)))
        with tag('label', '', 'check'):
            tag('input', '', type='checkbox', name=f'accepted.{one.notice.id}')
            tag('span', _('I have read it and accept the cost'))
    return place
