"""The cards of what one signs in with: the password, and the mail address."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from models import User
from services.accounts import mail_change, own_account, passwords
from services.accounts.mail_change import Pending
from webui.actions import action
from webui.edge.door_posts import ip_of
from webui.edge.session_cookie import token_of_client
from webui.elements import Tag, button, heading, icon, notify, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.live import live
from webui.viewer import viewer


def password_card() -> None:
    """Choose another one; it asks the present one and ends the sessions of all other browsers."""
    place = _card(_('Password'), _('A change signs you out of all other browsers.'))

    async def save(values: Values) -> None:
        client = ui.context.client
        token = token_of_client(client) or ''
        current, new = values.get('current', ''), values.get('new', '')
        await own_account.change_password(await viewer(), current, new, token, ip_of(client.request))
        form.clear()
        notify(_('Your password is changed.'))

    with place:
        form = Form(save)
        form.line('current', _('Current password'), type_='password', autocomplete='current-password')
        hint = _('At least %(n)d characters. A short sentence is good.', n=passwords.SHORTEST)
        form.line('new', _('New password'), hint=hint, type_='password', autocomplete='new-password')
        with form.element, tag('div', '', 'form-foot'):
            send_button(_('Change the password'))


async def mail_card(person: User) -> None:
    """Ask for another address; both must confirm it."""
    place = _card(_('Mail address'), _('You sign in with it, and we write to it.'))
    shown: list[tuple[str, Pending | None]] = []

    async def ask(values: Values) -> None:
        request = ui.context.client.request
        await mail_change.ask(await viewer(), values.get('email', ''), values.get('password', ''), ip_of(request))

    async def show() -> None:
        reader = await viewer()
        now = (reader.email, await mail_change.pending(reader))
        if shown[-1:] != [now]:
            shown.append(now)
            place.clear()
            with place:
                if now[1]:
                    _waits(reader.email, now[1])
                else:
                    _ask(ask, reader.email)

    await live([f'user:{person.id}', own_account.person_topic(person.id)], show)


def _ask(ask: Callable[[Values], Awaitable[None]], email: str) -> None:
    tag('p', _('Now: %(email)s', email=email), 'muted')
    form = Form(ask)
    form.line('email', _('New address'), type_='email', autocomplete='off', maxlength=254)
    form.line('password', _('Your password'), type_='password', autocomplete='current-password')
    with form.element, tag('div', '', 'form-foot'):
        send_button(_('Change the address'))


def _waits(email: str, pending: Pending) -> None:
    tag('p', _('The change to %(email)s waits until both addresses have confirmed it:', email=pending.email))
    with tag('ul', '', 'stack-tight'):
        for address, is_done in ((email, pending.old_confirmed), (pending.email, pending.new_confirmed)):
            with tag('li', '', 'confirmation'):
                icon('circle-check' if is_done else 'hourglass')
                tag('span', address)
                tag('span', _('confirmed') if is_done else _('waits for its link'), 'muted small')
    button(_('Leave the address as it is'), _cancel)


@action
async def _cancel() -> None:
    await mail_change.cancel(await viewer())


def _card(name: str, about: str) -> Tag:
    with tag('section', '', 'card', aria_label=name):
        with tag('div', '', 'card-head'), tag('div'):
            heading(name, 2, 'card-title')
            tag('p', about, 'muted small')
        return tag('div', '', 'card-body stack')
