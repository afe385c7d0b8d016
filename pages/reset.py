"""`/reset/{token}`: choose a password with a mailed link. Looking at it uses nothing up (S0-18)."""

from nicegui import ui

from services import passwords, recovery
from webui.door_shell import shell
from webui.elements import empty_state, heading, link, tag
from webui.flash import read_flash
from webui.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.title import title


@shell.page('/reset/{token}', Access.ANYONE)
async def reset(token: str) -> None:
    title(_('New password'))
    if not await recovery.look(token):
        heading(_('This link no longer works'))
        with empty_state('key-round', _('It was used, or its time is over'), _('A newer link replaces an older one.')):
            link(_('Ask for a new link'), '/recover', 'button button-primary')
        return
    heading(_('Choose your password'))
    tag('p', _('From now on you sign in with your e-mail address and this password.'), 'lead')
    form = Form(method='post', action='/reset/' + token)
    form.line(
        'password',
        _('New password'),
        hint=_('At least %(n)d characters. A short sentence is good.', n=passwords.SHORTEST),
        type_='password',
        autocomplete='new-password',
        required=True,
    )
    with form.element:
        send_button(_('Save and sign in')).classes('button-wide')
    form.show(read_flash(ui.context.client.request).problems)
