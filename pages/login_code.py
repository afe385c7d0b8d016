"""`/login/code`: the second step of signing in, a code of the app or one for recovery."""

from nicegui import ui

from webui.edge.door_posts import local
from webui.edge.flash import read_flash
from webui.elements import heading, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title


@shell.page('/login/code', Access.ANYONE)
async def login_code(next: str = '') -> None:  # noqa: A002 - the name in the address
    title(_('Sign in'))
    heading(_('Write your code'))
    tag('p', _('Open the app on your phone and write the six digits, or one of your recovery codes.'), 'lead')
    form = Form(method='post', action='/login/code')
    with form.element:
        tag('input', type='hidden', name='next', value=local(next))
    code = form.line(
        'code', _('Code'), autocomplete='one-time-code', autocapitalize='none', spellcheck='false', maxlength=20
    )
    code.control.props['autofocus'] = True
    with form.element:
        send_button(_('Sign in')).classes('button-wide')
    form.show(read_flash(ui.context.client.request).problems)
    with tag('p', '', 'door-links small'):
        link(_('Start again'), '/login')
