"""`/settings/remote`: by which program technicians see a screen, and the code that connects them (S0-27)."""

from services.tickets.remote_program import RemoteSupport
from webui.form.settings_card import group_card
from webui.i18n import _
from webui.routing import Access
from webui.settings.remote_fields import remote_fields
from webui.shell.settings_frame import section, shell


@shell.page('/settings/remote', Access.ADMIN)
async def settings_remote() -> None:
    with section('remote', _('The technician makes a code in the ticket, its customer types it there.')):
        about = _('Both sides get its link once they are connected. What is saved here shows at once in open tickets.')
        await group_card(RemoteSupport, _('Program and code'), remote_fields, about=about)
