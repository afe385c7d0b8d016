"""`/second-factor`: who must have one and has not sets it up before anything else, and goes on."""

from nicegui import ui

from services.accounts import second_factor
from webui.accounts.second_factor_card import SecondFactorPanel
from webui.edge.door_posts import local
from webui.elements import heading, tag
from webui.i18n import _
from webui.live import live
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.leaving import sign_out
from webui.shell.title import title
from webui.viewer import viewer


@shell.page('/second-factor', Access.SIGNED_IN)
async def second_factor_page(next: str = '') -> None:  # noqa: A002 - the name in the address
    target = local(next) or '/'
    title(_('Second factor'))
    heading(_('One step more to sign in'))
    tag('p', _('The desk asks of your role that you also sign in with a code of your phone.'), 'lead')
    panel = SecondFactorPanel(tag('div', '', 'stack'), lambda: ui.navigate.to(target))

    async def show() -> None:
        if await second_factor.is_owed(await viewer()) or panel.is_busy:
            await panel.show()
        else:
            ui.navigate.to(target)  # done in another window, or asked no more

    await live(['settings', f'user:{(await viewer()).id}'], show)
    sign_out()
