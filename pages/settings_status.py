"""`/settings/status`: what looks at the services, and the screens that show them."""

from webui.routing import Access
from webui.settings.component_settings import component_settings
from webui.settings.kiosk_settings import kiosk_settings
from webui.settings.probe_settings import probe_settings
from webui.shell.settings_frame import section, shell


@shell.page('/settings/status', Access.ADMIN)
async def settings_status() -> None:
    with section('status'):
        await component_settings()
        await probe_settings()
        await kiosk_settings()
