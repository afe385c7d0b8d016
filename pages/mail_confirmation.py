"""`/profile/mail/{end}/{token}`: confirm another mail address, at the old or the new one. Looking confirms nothing."""

from nicegui import ui

from services.accounts import mail_change
from services.refusals import TooMany
from webui.edge.door_posts import ip_of
from webui.edge.flash import read_flash
from webui.edge.mail_doors import ENDS
from webui.elements import empty_state, heading, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.over_link import braked, over_link
from webui.shell.title import title


@shell.page('/profile/mail/{end}/{token}', Access.ANYONE)
async def mail_confirmation(end: str, token: str) -> None:
    request = ui.context.client.request
    said = read_flash(request)
    title(_('Confirm the change of your mail address'))
    if said.done:
        heading(_('Confirmed'))
        is_whole = said.typed.get('whole')
        what = (
            _('From now on you sign in with the new address.')
            if is_whole
            else _('Now the other address has to confirm.')
        )
        with empty_state('circle-check', said.email, what):
            link(_('Profile'), '/profile', 'button button-primary')
        return
    try:
        found = await mail_change.look(ENDS[end], token, ip_of(request)) if end in ENDS else None
    except TooMany:
        braked()
        return
    if found is None or found.user is None:
        over_link(_('Ask for the change again in your profile.'), _('Profile'), '/profile')
        return
    heading(_('Confirm the change of your mail address'))
    words = _('From now on %(name)s signs in with %(new)s instead of %(old)s.')
    tag('p', words % {'name': found.user.full_name, 'new': found.email, 'old': found.user.email}, 'lead')
    form = Form(method='post', action=f'/profile/mail/{end}/{token}')
    with form.element:
        send_button(_('Yes, confirm'), 'check').classes('button-wide')
    form.show(said.problems)
