"""`/recover`: a mailed link for the first access and for who forgot the password (S0-18)."""

from nicegui import ui

from webui.edge.door_posts import local, with_next
from webui.edge.flash import read_flash
from webui.elements import heading, icon, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title


@shell.page('/recover', Access.ANYONE)
async def recover(next: str = '') -> None:  # noqa: A002 - the name in the address
    target = local(next)
    to_sign_in = with_next('/login', target)
    said = read_flash(ui.context.client.request)
    title(_('Access link'))
    heading(_('A link to sign in'))
    if said.done:
        with tag('div', '', 'banner', role='status', data_tone='ok'):
            icon('mail')
            tag(
                'p',
                _('If that address has an account, an e-mail with a link is on its way. It works once, for an hour.'),
            )
        link(_('Back to sign in'), to_sign_in)
        return
    tag(
        'p', _('For your first access, or if you forgot your password: we send you a link to choose a new one.'), 'lead'
    )
    form = Form(method='post', action='/recover')
    with form.element:
        tag('input', type='hidden', name='next', value=target)
    form.line('email', _('E-mail'), value=said.email, type_='email', autocomplete='username', required=True)
    with form.element:
        send_button(_('Send me the link')).classes('button-wide')
    form.show(said.problems)
    with tag('p', '', 'door-links small'):
        link(_('Back to sign in'), to_sign_in)
