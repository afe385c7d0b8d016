"""What an admin fills in about a person."""

from dataclasses import replace

from models import User
from models.user import STAFF, UserRole
from services.accounts.own_account import NAME, PHONE, person_topic
from services.departments import department_desk
from services.language import Words
from services.people import company_desk, person_form
from services.people.person_form import PersonForm
from services.plain_text import is_id
from services.settings import Stored
from webui.form.forms import Form, Values
from webui.form.setting_fields import built, tick
from webui.form.settings_card import settings_card
from webui.i18n import _
from webui.people.person_look import ROLES
from webui.tickets.question_fields import only_if
from webui.viewer import viewer

CUSTOMERS = [UserRole.CUSTOMER.value]
DESK = sorted(STAFF)


async def person_card(person: User) -> None:
    """Draw the card of one person."""

    async def read() -> Stored[PersonForm]:
        return await person_form.stored(await viewer(), person.id)

    async def save(actor: User, value: PersonForm, started: PersonForm) -> None:
        await person_form.save(actor, value, started, person.id)

    topics = [person_topic(person.id)]
    await settings_card(_('Role and company'), _draw, read=read, save=save, build=_built, topics=topics)


async def _draw(form: Form, value: PersonForm) -> None:
    actor = await viewer()
    form.line('full_name', _('Name'), value=value.full_name, maxlength=NAME)
    form.line('phone', _('Telephone'), value=value.phone, type_='tel', maxlength=PHONE)
    roles = [(role.value, _(word)) for role, word in ROLES.items()]
    hint = _('With another role the person signs in again. Who leaves the desk gives the open tickets back.')
    form.select('role', _('Role'), roles, value=value.role, hint=hint)
    known = [(str(id_), name) for id_, name in await company_desk.names(actor)]
    if value.organization and value.organization not in dict(known):  # it takes in nobody any more, but he is there
        known.append((value.organization, (await company_desk.find(actor, int(value.organization))).name))
    hint = _('Moved, the person reads what the new company shares. Tickets stay with the company they were opened in.')
    options = [('', _('Without a company')), *known]
    company = form.select('organization', _('Company'), options, value=value.organization, hint=hint)
    hint = _('Several people use this address. Whoever writes from it says who it is.')
    group = tick(form, 'is_group', _('Group mailbox'), is_on=value.is_group, hint=hint)
    rows = [one.row for one in await department_desk.all_of(actor) if one.row.is_active]
    departments = form.checks(
        'departments',
        _('Works in'),
        [(str(row.id), _(Words.of(row, 'name'))) for row in rows],
        ticked=[str(one) for one in value.departments],
    )
    is_staff = value.role in STAFF
    for field, when, is_shown in ((company, CUSTOMERS, not is_staff), (group, CUSTOMERS, not is_staff)):
        only_if(field.box, {'role': when})
        field.box.props['hidden'] = not is_shown
    only_if(departments.box, {'role': DESK})
    departments.box.props['hidden'] = not is_staff


def _built(value: PersonForm, form: Form, values: Values) -> PersonForm:
    """What the role has no use for is not shown, and not meant."""
    is_staff = values.get('role') in STAFF
    chosen = [name.removeprefix('departments.') for name in values if name.startswith('departments.')]
    said = built(value, form, values)
    if is_staff:
        return replace(
            said, organization='', is_group=False, departments=tuple(sorted(int(one) for one in chosen if is_id(one)))
        )
    return replace(said, departments=())
