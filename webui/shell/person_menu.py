"""Who is signed in, with the ways to his own pages and out; a changed name is shown at once."""

from nicegui import background_tasks

from models import User
from models.user import UserRole
from services.accounts.own_account import person_topic
from services.env import env
from services.people.people_directory import TOPIC
from webui.elements import avatar, icon, initials, link, tag, tone_of
from webui.i18n import _
from webui.live import LiveView
from webui.shell.pending_told import PendingMark
from webui.viewer import viewer


def person_menu(person: User) -> None:
    pending = None
    with tag('details', '', 'menu-wrap') as menu:
        with tag('summary', '', '', aria_label=_('%(name)s: account', name=person.full_name)) as opener:
            face = avatar(person.full_name)
        with tag('div', '', 'menu'):
            with tag('div', '', 'menu-head'):
                name, mail = tag('b', person.full_name), tag('p', person.email, 'muted small')
            link(_('Profile'), '/profile', 'menu-item', 'user')
            if person.role == UserRole.ADMIN:
                link(_('Settings'), '/settings', 'menu-item', 'settings')
                pending = PendingMark(opener)
            if env().demo:
                link(_('Outbox of the demo'), '/demo/mail', 'menu-item', 'mail')
            with tag('form', method='post', action='/logout'), tag('button', '', 'menu-item', type='submit'):
                icon('log-out')
                tag('span', _('Sign out'))

    async def show() -> None:
        now = await viewer()
        waiting = await pending.show(now) if pending else ''
        label = _('%(name)s: account', name=now.full_name)
        opener.props['aria-label'] = f'{label}. {waiting}' if waiting else label
        name.text, mail.text, face.text = now.full_name, now.email, initials(now.full_name)
        face.props['data-tone'] = tone_of(now.full_name)

    with menu:
        view = LiveView([person_topic(person.id), *([TOPIC] if pending else [])], show)
        background_tasks.create(view.start(later=True), name='person menu')
