"""`/profile`: who one is here, how one signs in, and where one is signed in."""

from services.accounts.own_account import person_topic
from webui.accounts.profile_details import details_card
from webui.accounts.profile_password import mail_card, password_card
from webui.accounts.profile_sessions import sessions_card
from webui.accounts.second_factor_card import SecondFactorPanel
from webui.desk.desk_shortcuts import KEYS, draw_keys
from webui.elements import Tag, heading, tag
from webui.i18n import _
from webui.live import live
from webui.routing import Access
from webui.shell.portal_shell import shell, theme_switch
from webui.shell.title import title
from webui.viewer import viewer

CUSTOMERS = ('/', 'Ctrl K', 'Ctrl Enter', 'Esc')  # the keys that the portal has too


@shell.page('/profile', Access.SIGNED_IN)
async def profile() -> None:
    person = await viewer()
    title(_('Profile'))
    with tag('div', '', 'page page-narrow stack profile'):
        heading(_('Profile'))
        await details_card(person)
        await mail_card(person)
        password_card()
        panel = SecondFactorPanel(_card(_('Second factor')))
        topics = ['settings', f'user:{person.id}', person_topic(person.id)]
        await live(topics, panel.show)
        await sessions_card()
        with _card(_('Keyboard shortcuts')):
            draw_keys(KEYS if person.is_staff else [key for key in KEYS if key[0] in CUSTOMERS])
        with tag('div', '', 'on-phone'):
            theme_switch()
            with tag('form', '', '', method='post', action='/logout'):
                tag('button', _('Sign out'), 'button button-secondary button-wide', type='submit')


def _card(name: str) -> Tag:
    with tag('section', '', 'card', aria_label=name):
        with tag('div', '', 'card-head'):
            heading(name, 2, 'card-title')
        return tag('div', '', 'card-body stack')
