"""`/register/wait`: until the address is confirmed, or an admin has approved, here or in any other window (S3-11)."""

from nicegui import ui

from services.accounts import waiting
from services.accounts.waiting import Stage
from webui.accounts.waiting_here import go_on
from webui.edge.door_posts import kept_target, with_next
from webui.edge.flash import read_flash
from webui.edge.waiting_cookie import Wait, wait_of
from webui.elements import Tag, heading, icon, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.live import live
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title


@shell.page('/register/wait', Access.ANYONE)
async def register_wait() -> None:
    request = ui.context.client.request
    wait, said, target = wait_of(request), read_flash(request), kept_target(request)
    title(_('Almost there'))
    if wait is None:
        ui.navigate.to('/register')
        return
    name = heading('')
    place = tag('div', '', 'stack')
    again = _send_again(said.done)
    again.show(said.problems)
    shown: list[Stage] = []

    async def show() -> None:
        stage = await waiting.stage(wait.key)
        if shown[-1:] != [stage]:
            shown.append(stage)
            _show(stage, wait, target, name, place)
            again.element.set_visibility(stage == Stage.MAIL)

    await live([waiting.topic(wait.key)], show)
    with tag('p', '', 'door-links small'):
        link(_('Use another address'), with_next('/register', target))
        link(_('Home'), '/')


def _show(stage: Stage, wait: Wait, target: str, name: Tag, place: Tag) -> None:
    place.clear()
    words = {
        Stage.MAIL: (_('Confirm your mail address'), _('We have sent a link to %(email)s. Open it and confirm.')),
        Stage.APPROVAL: (
            _('Your account waits for approval'),
            _('Your address is confirmed. We write to %(email)s as soon as you can come in.'),
        ),
        Stage.IN: (_('Your address is confirmed'), _('You come in now as %(email)s.')),
        Stage.DECLINED: (
            _('We have not approved your account'),
            _('We cannot open an account for you with %(email)s. If you think that this is a mistake, write to us.'),
        ),
        Stage.OVER: (_('There is nothing to wait for here'), _('Sign in, or register again with %(email)s.')),
    }
    name.text = words[stage][0]
    with place:
        with tag('div', '', 'banner', role='status', data_tone='ok' if stage == Stage.IN else 'info'):
            icon({Stage.IN: 'circle-check', Stage.APPROVAL: 'hourglass'}.get(stage, 'mail'))
            tag('p', words[stage][1] % {'email': wait.email})
        if stage == Stage.IN:
            go_on(target or '/')
        elif stage == Stage.OVER:
            link(_('Sign in'), with_next('/login', target), 'button button-primary')
        elif stage != Stage.DECLINED:
            tag('p', _('This page goes on by itself; you need not load it again.'), 'muted small')


def _send_again(is_done: bool) -> Form:
    form = Form(method='post', action='/register/again')
    with form.element:
        if is_done:
            tag('p', _('Sent again. Look into the folder for unwanted mail too.'), 'small', role='status')
        send_button(_('Send the link again')).classes(replace='button button-secondary button-wide')
    return form
