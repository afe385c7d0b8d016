"""`/terms`: the terms of service, for everybody; a customer who has not accepted this version is asked (S4-24)."""

from nicegui import ui

from models import Terms
from services.accounts import terms
from webui.accounts.terms_field import terms_field, terms_text
from webui.edge.door_posts import local
from webui.edge.flash import read_flash
from webui.elements import empty_state, heading, link, tag
from webui.form.forms import Form, send_button
from webui.formats import day
from webui.i18n import _
from webui.live import live
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.leaving import sign_out
from webui.shell.title import title
from webui.viewer import anybody


@shell.page('/terms', Access.ANYONE)
async def terms_of_service(next: str = '') -> None:  # noqa: A002 - the name in the address
    title(_('Terms of service'))
    heading(_('Terms of service'))
    place, target = tag('div', '', 'stack'), local(next)
    said = read_flash(ui.context.client.request).problems
    shown: list[tuple[int, bool]] = []

    async def show() -> None:
        reader, version = await anybody(), await terms.current()
        now = (version.id if version else 0, reader is not None and await terms.owes(reader))
        if shown[-1:] == [now]:
            return
        if shown and shown[-1][1] and not now[1]:
            ui.navigate.to(target or '/')  # accepted in another window
            return
        place.clear()
        with place:
            form = _draw(version, now[1], target)
            if form and not shown:
                form.show(said)
        shown.append(now)

    reader = await anybody()
    await live([terms.TOPIC, *([f'user:{reader.id}'] if reader else [])], show)


def _draw(version: Terms | None, is_owed: bool, target: str) -> Form | None:
    if version is None:
        with empty_state('file-text', _('There are none yet'), _('What the desk promises stands in its policies.')):
            link(_('Policies'), '/policies', 'button button-secondary')
        return None
    if is_owed:
        tag('p', _('They have changed, or you have not accepted them yet. Read them and accept them to go on.'), 'lead')
    said = _('Version %(version)d, of %(day)s', version=version.version, day=day(version.published_at))
    tag('p', said, 'muted small')
    terms_text(version)
    if not is_owed:
        link(_('Home'), '/')
        return None
    form = Form(method='post', action='/terms')
    with form.element:
        tag('input', type='hidden', name='next', value=target)
    terms_field(form, version, with_link=False)
    with form.element:
        send_button(_('Accept and go on')).classes('button-wide')
    sign_out()
    return form
