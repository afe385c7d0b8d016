"""`/desk`: the queue, and an invitation where a ticket would be."""

from webui.desk.desk_shortcuts import KEYS, draw_keys
from webui.elements import empty_state, tag
from webui.i18n import _
from webui.routing import Access
from webui.shell.desk_frame import shell


@shell.page('/desk', Access.STAFF)
async def desk() -> None:
    invitation = _('Choose a ticket'), _('The queue is in the order of work: start at the top.')
    with tag('section', '', 'desk-empty', aria_label=_('Ticket')), empty_state('inbox', *invitation):
        draw_keys(KEYS[:8])
