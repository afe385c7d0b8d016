"""`/status/unsubscribe/{key}`: no more mails about the status. Looking at it ends nothing: mail scanners do."""

from services.subscriptions import subscribing
from services.subscriptions.subscription_links import Door
from webui.elements import empty_state, heading, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title


@shell.page('/status/unsubscribe/{key}', Access.ANYONE)
async def unsubscribe(key: str) -> None:
    title(_('Status by e-mail'))
    row = await subscribing.look(Door.END, key)
    if row is not None and row.ended_at is None:
        heading(_('No more e-mails about our status?'))
        tag('p', _('We write to %(email)s. Your tickets go on as before.', email=row.address), 'lead')
        form = Form(method='post', action='/status/unsubscribe/' + key)
        with form.element:
            send_button(_('Do not write to me any more')).classes('button-wide')
        return
    heading(_('You get no more e-mails about our status'))
    with empty_state('circle-check', _('That is done'), _('You can come back whenever you like.')):
        link(_('Choose again what to be told'), '/status/subscribe', 'button button-secondary')
