"""What an admin fills in about a department (S3-14..S3-16), and what its tickets cost (S3-25)."""

from collections.abc import Sequence
from dataclasses import replace

from models import BusinessCalendar, CostNotice, User
from services.departments import cost_notices, department_desk
from services.departments.cost_notices import CostText
from services.departments.department_desk import ALWAYS, ALWAYS_OPEN, LONGEST, DepartmentForm
from services.hours import calendars
from services.plain_text import is_id
from services.settings import Stored
from services.sla import sla
from webui.elements import heading, tag
from webui.form.forms import Form, Values
from webui.form.setting_fields import built, tick
from webui.form.settings_card import settings_card
from webui.form.translated_field import translated_field
from webui.formats import ago_markup
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.viewer import viewer


async def department_card(department_id: int) -> None:
    """Draw the card of one department."""

    async def read() -> Stored[DepartmentForm]:
        return await department_desk.stored(await viewer(), department_id)

    async def save(actor: User, value: DepartmentForm, started: DepartmentForm) -> None:
        await department_desk.save(actor, value, started, department_id)

    await settings_card(_('Department'), _draw, read=read, save=save, build=_built, topics=['catalog'])


async def cost_card(department_id: int) -> None:
    """Draw the card of what its tickets cost, with the versions that there were."""

    async def read() -> Stored[CostText]:
        return await cost_notices.stored(await viewer(), department_id)

    async def save(actor: User, value: CostText, started: CostText) -> None:
        await cost_notices.save(actor, department_id, value, started)

    about = _('Has to be accepted before a ticket is sent here. Each change is a new version; empty texts: no cost.')
    await settings_card(_('Notice of cost'), _draw_cost, read=read, save=save, about=about, topics=['catalog'])
    await _versions(department_id)


def calendar_options(rows: Sequence[BusinessCalendar]) -> list[tuple[str, str]]:
    """All calendars, then 24×7 where none is that yet."""
    options = [(str(row.id), row.name) for row in rows]
    has_always = any(row.weekly == ALWAYS_OPEN and not row.exceptions for row in rows)
    return options if has_always else [*options, (ALWAYS, _('24×7: every hour of every day'))]


async def _draw(form: Form, value: DepartmentForm) -> None:
    actor = await viewer()
    translated_field(form, 'name', _('Name'), value.name, maxlength=LONGEST)
    hint = _('Its clocks run in these hours only.')
    hours = calendar_options(await calendars.all_of(actor))
    form.select('calendar', _('Opening hours'), hours, hint=hint, value=value.calendar)
    people = [(str(one.id), one.full_name) for one in await department_desk.staff(actor)]
    form.checks('members', _('Who works here'), people, ticked=[str(one) for one in value.members])
    public = _('Customers see it and can choose it')
    tick(form, 'is_public', public, is_on=value.is_public)
    hint = _('A ticket comes in only with the reason why it is urgent; what is not is offered another department.')
    tick(form, 'is_urgent_only', _('For what is urgent only'), is_on=value.is_urgent_only, hint=hint)
    hint = _('Mails to this address become tickets of this department.')
    address = value.inbound_address
    form.line(
        'inbound_address', _('Mail address of the department'), hint=hint, value=address, type_='email', maxlength=254
    )
    policies = [(str(one.policy.id), one.policy.name) for one in await sla.policies() if not one.policy.is_default]
    usual = ('', _('As for everybody'))
    form.select('sla_policy', _('Promised times'), [usual, *policies], value=value.sla_policy)


def _built(value: DepartmentForm, form: Form, values: Values) -> DepartmentForm:
    chosen = [name.removeprefix('members.') for name in values if name.startswith('members.')]
    members = tuple(sorted(int(one) for one in chosen if is_id(one)))
    return replace(built(value, form, values), members=members)


def _draw_cost(form: Form, value: CostText) -> None:
    translated_field(form, 'texts', _('Text'), value.texts, rows=4, maxlength=cost_notices.LONGEST)


async def _versions(department_id: int) -> None:
    """Which texts there were, folded."""
    with tag('details', '', 'cost-versions') as place:
        tag('summary', _('Earlier versions of the notice'))
        lines = tag('div', '', 'stack-tight')

    async def show() -> None:
        rows = await cost_notices.versions(await viewer(), department_id)
        place.set_visibility(len(rows) > 1)
        lines.clear()
        with lines:
            for row in rows[1:]:
                _version(row)

    await live(['catalog'], show)


def _version(row: CostNotice) -> None:
    with tag('section', '', 'cost-version'):
        heading(_('Version %(number)d', number=row.version), 3)
        fill(rich('p', 'muted small'), ago_markup(row.created_at))
        tag('p', _(cost_notices.words_of(row)) or _('No cost'), dir='auto')
