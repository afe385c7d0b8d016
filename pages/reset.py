"""`/reset/{token}`: choose a password with a mailed link. Looking at it uses nothing up (S0-18)."""

from nicegui import ui

from services.accounts import passwords, recovery
from services.refusals import TooMany
from webui.edge.door_posts import ip_of
from webui.edge.flash import read_flash
from webui.elements import heading, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.over_link import braked, over_link
from webui.shell.title import title


@shell.page('/reset/{token}', Access.ANYONE)
async def reset(token: str) -> None:
    title(_('New password'))
    request = ui.context.client.request
    try:
        is_good = await recovery.look(token, ip_of(request))
    except TooMany:
        braked()
        return
    if not is_good:
        over_link(_('A newer link replaces an older one.'), _('Ask for a new link'), '/recover')
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
    form.show(read_flash(request).problems)
