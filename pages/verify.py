"""`/verify/{token}`: confirm the address of a registration. Looking at it confirms nothing: scanners do (S3-11)."""

from nicegui import ui

from services.accounts import registration
from services.refusals import TooMany
from webui.edge.door_posts import ip_of
from webui.edge.flash import read_flash
from webui.elements import empty_state, heading, icon, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.over_link import braked, over_link
from webui.shell.title import title


@shell.page('/verify/{token}', Access.ANYONE)
async def verify(token: str) -> None:
    request = ui.context.client.request
    said = read_flash(request)
    title(_('Confirm your mail address'))
    if said.done:
        heading(_('Your address is confirmed'))
        if said.typed.get('waits'):
            told = _('Now we have to approve your account. We write to you as soon as you can come in.')
            with empty_state('hourglass', said.email, told):
                link(_('Home'), '/', 'button button-secondary')
            return
        with empty_state('circle-check', said.email, _('Sign in with it and the password that you chose.')):
            link(_('Sign in'), '/login', 'button button-primary')
        return
    try:
        person = await registration.look(token, ip_of(request))
    except TooMany:
        braked()
        return
    if person is None:
        over_link(_('Sign in to get a new one, or register again.'), _('Sign in'), '/login')
        return
    heading(_('Confirm your mail address'))
    tag(
        'p', _('%(name)s has registered with the address %(email)s.', name=person.full_name, email=person.email), 'lead'
    )
    form = Form(method='post', action='/verify/' + token)
    with form.element:
        send_button(_('Yes, that is me'), 'check').classes('button-wide')
    form.show(said.problems)
    with tag('div', '', 'door-hint'):
        icon('info')
        tag('p', _('If you did not register, close this page: without you nobody can use the account.'), 'small')
