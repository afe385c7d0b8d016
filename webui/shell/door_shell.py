"""The frame of the doors: sign-in, recovery, new password. Light, since anybody may ask for it."""

from collections.abc import Callable

from models import User
from services import settings
from services.hours import opening_hours
from services.hours.opening_hours import Opening
from webui.elements import tag
from webui.i18n import _
from webui.opening import opening_chip, opening_lines
from webui.routing import GuardedPages, Shell
from webui.shell.brand import brand
from webui.shell.language_menu import language_switch
from webui.shell.service_card import service_card


async def frame(_viewer: User | None, outlet: Callable[[], GuardedPages]) -> None:
    """The form on the left; on the right what works, and how else to reach the desk."""
    desk, opening = await settings.load(settings.Desk), await opening_hours.desk()
    with tag('div', '', 'door'):
        with tag('div', '', 'door-form'):
            with tag('div', '', 'door-brand'):
                await brand()
                language_switch()
            outlet()
        with tag('aside', '', 'door-side', aria_label=_('How to reach us')):
            await service_card()
            channels = [channel for channel in (desk.phone, desk.mobile, desk.mail) if channel]
            if opening.days or channels:  # a new desk has neither
                _how_to_reach(opening, channels)


def _how_to_reach(opening: Opening, channels: list[str]) -> None:
    with tag('section', '', 'card'):
        with tag('div', '', 'card-head'):
            tag('h2', _('How to reach us'), 'card-title')
            opening_chip(opening)
        with tag('div', '', 'card-body stack-tight'):
            opening_lines(opening)
            for channel in channels:
                tag('p', channel, 'muted')


shell = Shell('door', frame, is_gated=False)
