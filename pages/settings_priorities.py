"""`/settings/priorities`: which priority follows from the two answers, and what each of them means (S1-9, S2-10)."""

from services.sla.priorities import Priorities
from services.sla.severities import Severities
from webui.elements import link
from webui.form.settings_card import group_card
from webui.i18n import _
from webui.routing import Access
from webui.settings import matrix_fields, severity_fields
from webui.shell.settings_frame import section, shell


@shell.page('/settings/priorities', Access.ADMIN)
async def settings_priorities() -> None:
    with section('priorities', _('New tickets get their priority by this matrix; open ones keep theirs.')):
        about = _('Whom it touches × what still works. Choose the priority of each cell.')
        await group_card(
            Priorities, _('Priority of a ticket'), matrix_fields.draw, about=about, build=matrix_fields.build
        )
        about = _('What each priority means, for customers. Empty texts are ours; the times are those of the SLA.')
        await group_card(
            Severities, _('Table of severities'), severity_fields.draw, about=about, build=severity_fields.build
        )
        link(_('See the public table'), '/severities', 'button button-quiet', 'external-link')
