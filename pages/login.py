"""`/login`: a native form, so that the browser gets its cookie and offers to keep the password (S3-7)."""

from nicegui import ui

from webui.edge.door_posts import local, with_next
from webui.edge.flash import read_flash
from webui.elements import heading, icon, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title
from webui.viewer import anybody


@shell.page('/login', Access.ANYONE)
async def login(next: str = '') -> None:  # noqa: A002 - the name in the address
    target = local(next)
    if await anybody():
        ui.navigate.to(target or '/')
        return
    said = read_flash(ui.context.client.request)
    title(_('Sign in'))
    heading(_('Sign in to your service desk'))
    tag('p', _('Use your company e-mail address.'), 'lead')
    form = Form(method='post', action='/login')
    with form.element:
        tag('input', type='hidden', name='next', value=target)
    form.line('email', _('E-mail'), value=said.email, type_='email', autocomplete='username', required=True)
    form.line('password', _('Password'), type_='password', autocomplete='current-password', required=True)
    with form.element:
        send_button(_('Sign in')).classes('button-wide')
    form.show(said.problems)
    with tag('div', '', 'door-hint'):
        icon('key-round')
        with tag('p', '', 'small'):
            tag('b', _('First time here?') + ' ')
            tag('span', _('Your account may already exist.') + ' ')
            link(_('First access'), with_next('/recover', target))
    with tag('p', '', 'door-links small'):
        link(_('Sign up'), with_next('/register', target))
        link(_('Did you forget your password?'), with_next('/recover', target))
        link(_('Home'), '/')
