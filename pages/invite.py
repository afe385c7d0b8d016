"""`/invite/{token}`: an invited person chooses a password and accepts the terms. Looking at it uses nothing up."""

from nicegui import ui

from services.accounts import invitations, passwords
from services.refusals import TooMany
from webui.accounts.terms_field import terms_field
from webui.edge.door_posts import ip_of
from webui.edge.flash import read_flash
from webui.elements import heading, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.over_link import braked, over_link
from webui.shell.title import title


@shell.page('/invite/{token}', Access.ANYONE)
async def invite(token: str) -> None:
    request = ui.context.client.request
    title(_('Your invitation'))
    try:
        invitation = await invitations.look(token, ip_of(request))
    except TooMany:
        braked()
        return
    if invitation is None:
        over_link(_('If you have an account, ask for “First access”.'), _('First access'), '/recover')
        return
    person = invitation.user
    heading(_('Welcome, %(name)s', name=person.first_name))
    tag(
        'p',
        _('From now on you sign in with %(email)s and the password that you choose here.', email=person.email),
        'lead',
    )
    form = Form(method='post', action='/invite/' + token)
    form.line(
        'password',
        _('New password'),
        hint=_('At least %(n)d characters. A short sentence is good.', n=passwords.SHORTEST),
        type_='password',
        autocomplete='new-password',
        required=True,
    )
    terms_field(form, None if person.is_staff else invitation.terms)
    with form.element:
        tag('input', type='hidden', name='email', value=person.email, autocomplete='username')
        send_button(_('Save and sign in')).classes('button-wide')
    form.show(read_flash(request).problems)
