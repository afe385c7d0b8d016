"""`/settings/status`: what looks at the services, and the screens that show them."""

from webui.component_settings import component_settings
from webui.elements import heading, tag
from webui.i18n import _
from webui.kiosk_settings import kiosk_settings
from webui.portal_shell import shell
from webui.probe_settings import probe_settings
from webui.routing import Access
from webui.title import title


@shell.page('/settings/status', Access.ADMIN)
async def settings_status() -> None:
    title(_('Network status: settings'))
    with tag('div', '', 'page page-narrow stack'):
        heading(_('Network status: settings'))
        await component_settings()
        await probe_settings()
        await kiosk_settings()
