"""Going on by itself, in a browser in which somebody has registered and waits (S3-11, S3-12)."""

from services.accounts import waiting
from services.accounts.waiting import Stage
from webui.edge.waiting_cookie import Wait
from webui.elements import icon, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.live import live


def go_on(target: str) -> None:
    """Come in with a session, which a form has to fetch; it sends itself."""
    form = Form(method='post', action='/register/enter')
    with form.element:
        tag('input', type='hidden', name='next', value=target)
        send_button(_('Go on')).classes('button-wide')
    form.element.run_method('requestSubmit')


async def waiting_banner(wait: Wait) -> None:
    """Says on the home page what is missing; once nothing is, the page becomes that of somebody who is signed in."""
    place = tag('div', '', '', role='status')
    shown: list[Stage] = []

    async def show() -> None:
        stage = await waiting.stage(wait.key)
        if shown[-1:] == [stage]:
            return
        shown.append(stage)
        place.clear()
        with place:
            if stage == Stage.IN:
                go_on('/')
            elif stage in (Stage.MAIL, Stage.APPROVAL):
                _missing(stage, wait.email)

    await live([waiting.topic(wait.key)], show)


def _missing(stage: Stage, email: str) -> None:
    with tag('div', '', 'banner', data_tone='warn'):
        icon('mail' if stage == Stage.MAIL else 'hourglass')
        with tag('span'):
            if stage == Stage.MAIL:
                tag('b', _('Confirm your mail address to open tickets.') + ' ')
                tag('span', _('We have sent a link to %(email)s.', email=email) + ' ')
                link(_('It has not come'), '/register/wait')
            else:
                tag('b', _('Your account waits for approval.') + ' ')
                tag('span', _('We write to %(email)s as soon as you can open tickets.', email=email))
