"""What a call has to settle before its ticket is opened: why it cannot wait, and the cost, which is read aloud."""

from collections.abc import Mapping, Sequence

from models import CatalogItem, CostNotice
from services.departments import cost_notices
from services.departments.department_choice import REASON, YES
from services.hours import closed_day_calls
from services.hours.closed_day_calls import REASONS
from webui.elements import tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.i18n import _
from webui.tickets.question_fields import only_if

ITEM = 'item'


class PhoneTerms:
    """Draws the fields that some of the `items` need; the first of them is chosen as long as nobody chooses another."""

    def __init__(self, form: Form, items: Sequence[CatalogItem], chosen: str) -> None:
        self._form, self._items, self._chosen = form, items, chosen
        self._notices: dict[str, CostNotice] = {}  # by the type that needs it

    async def draw(self) -> None:
        urgent = [item.slug for item in self._items if item.department.is_urgent_only]
        closed = [item.slug for item in self._items if await closed_day_calls.needs_reason(item.department_id)]
        self._shown_for(self._closed_day(), closed)
        hint = _('What cannot go on, and since when.')
        reason = self._form.prose('urgent_reason', _('Why it cannot wait'), hint=hint, rows=2, maxlength=REASON)
        self._shown_for(reason, urgent)
        for item in self._items:
            if notice := await cost_notices.in_force(item.department_id):
                self._notices[item.slug] = notice
        self._costs()

    def filled(self, values: Values) -> Mapping[str, str]:
        """What `services.desk.phone.PhoneTicket` has of it."""
        item = next((one for one in self._items if one.slug == values.get(ITEM)), None)
        notice = self._notices.get(item.slug) if item else None
        is_accepted = notice is not None and f'accepted.{notice.id}' in values
        return {
            'is_urgent': YES if item and item.department.is_urgent_only else '',
            'urgent_reason': values.get('urgent_reason', ''),
            'closed_day': values.get('closed_day', ''),
            'accepted_notice': str(notice.id) if notice and is_accepted else '',
        }

    def _closed_day(self) -> Field:
        reasons = [(reason, _(word), '') for reason, word in REASONS.items()]
        return self._form.cards('closed_day', _('Closed today: what cannot wait?'), reasons)

    def _costs(self) -> None:
        with self._form.element:
            group = tag('div', '', 'cost-notices', role='group')
            field = self._form.add('accepted_notice', Field(_('Read aloud'), '', group, group=True))
        self._shown_for(field, list(self._notices))
        for notice in {one.id: one for one in self._notices.values()}.values():
            with group, tag('div', '', 'cost-notice') as place:
                tag('blockquote', _(cost_notices.words_of(notice)), 'call-script', dir='auto')
                with tag('label', '', 'check'):
                    tag('input', '', type='checkbox', name=f'accepted.{notice.id}')
                    tag('span', _('Who calls accepts the cost'))
            slugs = [slug for slug, one in self._notices.items() if one.id == notice.id]
            only_if(place, {ITEM: slugs})
            place.props['hidden'] = self._chosen not in slugs

    def _shown_for(self, field: Field, slugs: Sequence[str]) -> None:
        only_if(field.box, {ITEM: slugs})
        field.box.props['hidden'] = self._chosen not in slugs
