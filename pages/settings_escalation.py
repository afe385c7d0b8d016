"""`/settings/escalation`: whom customers turn to in an emergency, level by level, region by region (S1-11 to S1-15)."""

from services import escalation_desk
from services.plain_text import is_id
from webui.elements import link
from webui.escalation_card import first_call_card, table_card
from webui.escalation_list import EscalationList
from webui.i18n import _
from webui.routing import Access
from webui.settings_frame import section, shell
from webui.viewer import viewer


@shell.page('/settings/escalation', Access.ADMIN)
async def settings_escalation(table: str = '') -> None:
    """With `table`, an id, that one; else the first."""
    known = [one.path.id for one in await escalation_desk.all_of(await viewer())]
    wanted = int(table) if is_id(table) else 0
    chosen = wanted if wanted in known else next(iter(known), 0)
    with section(
        'escalation', _('Whom customers turn to in an emergency. A table with placeholders is not published.')
    ):
        await first_call_card()
        await EscalationList(chosen).draw()
        if chosen:
            await table_card(chosen)
        link(_('See the tables as people read them'), '/escalation', '', 'external-link')
