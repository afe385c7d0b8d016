"""The menu that gives a ticket to a member of its department (S2-11)."""

from functools import partial

from models import Ticket
from services.people import people
from services.tickets import assignment
from webui.actions import action
from webui.elements import Tag, avatar, icon, tag
from webui.i18n import _
from webui.viewer import viewer

OPENED = '(event) => { if (event.currentTarget.open) emit(); }'


def assign_menu(ticket: Ticket) -> Tag:
    """A menu of the people of the ticket's department, read anew each time it is opened."""

    @action
    async def choose(person_id: int) -> None:
        await assignment.assign(await viewer(), ticket, person_id)

    @action
    async def opened() -> None:
        agents = await people.agents_of(ticket.department_id)
        names.clear()
        with names:
            for person in agents:
                to = _('Assign to %(name)s', name=person.full_name)
                with tag('button', '', 'menu-item', type='button', data_command=to) as item:
                    avatar(person.full_name).classes('avatar-small')
                    tag('span', person.full_name)
                item.on('click', partial(choose, person.id), args=[])
            if not agents:
                tag('p', _('Nobody works in this department.'), 'menu-head')
        if agents:
            names.default_slot.children[0].run_method('focus')

    with tag('details', '', 'menu-wrap') as menu:
        with tag('summary', '', 'button button-secondary', role='button', data_key='a', title=_('Assign')) as summary:
            icon('user-plus')
            tag('span', _('Assign'))
        names = tag('div', '', 'menu')
    summary.props['aria-keyshortcuts'] = 'A'
    menu.on('toggle', opened, js_handler=OPENED)
    return menu
