"""`/settings/escalation`: whom customers turn to in an emergency, level by level, region by region (S1-11 to S1-15)."""

from services.escalation import escalation_desk
from services.language import Words
from services.plain_text import is_id
from services.refusals import NotFound
from webui.elements import link, tag
from webui.i18n import _
from webui.routing import Access
from webui.settings.escalation_card import first_call_card, table_card
from webui.settings.escalation_list import ADDRESS, EscalationList
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer


@shell.page('/settings/escalation', Access.ADMIN)
async def settings_escalation() -> None:
    with section(
        'escalation', _('Whom customers turn to in an emergency. A table with placeholders is not published.')
    ):
        await first_call_card()
        await EscalationList().draw()
        link(_('See the tables as people read them'), '/escalation', 'button button-quiet', 'external-link')


@shell.page('/settings/escalation/{identifier}', Access.ADMIN)
async def settings_escalation_table(identifier: str) -> None:
    if not is_id(identifier):
        raise NotFound
    table = await escalation_desk.find(await viewer(), int(identifier))
    with section('escalation', _(Words.of(table, 'name'))):
        with tag('p', '', 'form-foot'):
            link(_('All tables'), ADDRESS, 'button button-quiet', 'arrow-left')
        await table_card(table.id)
