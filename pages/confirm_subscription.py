"""`/status/confirm/{key}`: say yes to a subscription by mail. Looking at it confirms nothing: mail scanners do."""

from services.subscriptions import subscribing
from services.subscriptions.subscription_links import Door
from webui.elements import empty_state, heading, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title


@shell.page('/status/confirm/{key}', Access.ANYONE)
async def confirm_subscription(key: str) -> None:
    title(_('Status by e-mail'))
    row = await subscribing.look(Door.CONFIRM, key)
    if row is not None and subscribing.is_open(row):
        heading(_('Shall we tell you of our status?'))
        tag(
            'p',
            _('We write to %(email)s whenever an incident or a maintenance begins or changes.', email=row.address),
            'lead',
        )
        form = Form(method='post', action='/status/confirm/' + key)
        with form.element:
            send_button(_('Yes, tell me'), 'check').classes('button-wide')
    elif row is not None and row.ended_at is None and row.confirmed_at:
        heading(_('It is confirmed'))
        text = _('We tell %(email)s. Each e-mail has a link to stop.', email=row.address)
        with empty_state('circle-check', _('From now on you know first'), text):
            link(_('See the status'), '/status', 'button button-primary')
    else:
        heading(_('This link no longer works'))
        with empty_state('mail', _('Its time is over'), _('A link to confirm is good for two days.')):
            link(_('Ask for a new one'), '/status/subscribe', 'button button-primary')
