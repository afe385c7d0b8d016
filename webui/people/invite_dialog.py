"""Inviting somebody: name, address, role and company (S3-11)."""

from nicegui.element import Element

from models.user import UserRole
from services.accounts import invitations
from services.people import company_desk
from services.people.company_form import CHOOSE
from services.plain_text import is_id
from services.refusals import Invalid
from webui.elements import notify, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.i18n import _
from webui.people.person_look import ROLES
from webui.tickets.question_fields import only_if
from webui.viewer import viewer

ADDRESS = 254


async def invite_dialog(place: Element, company: int | None = None) -> None:
    """Open it in `place`, for a customer of `company` where that is given."""

    async def invite(values: Values) -> None:
        actor, role, chosen = await viewer(), values.get('role', ''), values.get('organization', '')
        if role not in list(UserRole):
            raise Invalid({'role': CHOOSE})
        is_customer = role == UserRole.CUSTOMER
        organization = await company_desk.find(actor, int(chosen)) if is_customer and is_id(chosen) else None
        email = values.get('email', '')
        await invitations.invite(actor, email, values.get('name', ''), UserRole(role), organization)
        dialog.run_method('close')
        notify(_('The invitation to %(email)s is on its way.', email=email.strip()))

    known = await company_desk.names(await viewer())
    with opened(place, _('Invite a person')) as dialog:
        tag('p', _('A mail with a link lets them choose a password. It works once, for 24 hours.'), 'muted')
        form = Form(invite)
        name = form.line('name', _('Name'), maxlength=invitations.NAME, autocomplete='off')
        name.control.props['autofocus'] = True
        form.line('email', _('E-mail'), type_='email', maxlength=ADDRESS, autocomplete='off')
        roles = [(role.value, _(word)) for role, word in ROLES.items()]
        form.select('role', _('Role'), roles, value=UserRole.CUSTOMER)
        options = [('', _('Without a company')), *((str(id_), name) for id_, name in known)]
        field = form.select('organization', _('Company'), options, value=str(company or ''))
        only_if(field.box, {'role': [UserRole.CUSTOMER.value]})
        with form.element:
            sheet_foot(_('Invite'))
