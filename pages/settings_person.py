"""`/settings/people/{person}`: one person: role, company, access, tickets, and what was done with the account."""

from markupsafe import Markup
from nicegui.element import Element

from models import User
from models.user import UserRole
from services import audit, audit_trail
from services.accounts import sessions
from services.accounts.own_account import person_topic
from services.audit_trail import Line, Wanted
from services.people import people_directory
from services.people.people_directory import TOPIC
from services.plain_text import is_id
from webui.elements import heading, link, tag
from webui.formats import moment
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import fill, rich
from webui.people.people_filter import PATH
from webui.people.person_deeds import PersonDeeds
from webui.people.person_fields import person_card
from webui.people.person_look import ROLES, chips_of
from webui.routing import Access
from webui.settings.audit_filter import address as audit_address
from webui.settings.audit_row import audit_row
from webui.shell.settings_frame import shell
from webui.shell.title import title
from webui.tickets.ticket_facts import facts_markup
from webui.viewer import viewer

SHOWN = 8  # lines of the audit log
_CHIP = Markup('<span class="chip" data-tone="{}">{}</span>')
_LINK = Markup('<a href="{}">{}</a>')


@shell.page('/settings/people/{person}', Access.ADMIN)
async def settings_person(person: str) -> None:
    found = await people_directory.find(await viewer(), int(person) if is_id(person) else 0)
    title(f'{found.full_name} · {_("People")}')
    await PersonPage(found).draw()


class PersonPage:
    """Head and facts, live; the form; what can be done; the latest lines of the audit log."""

    def __init__(self, person: User) -> None:
        self._person = person

    async def draw(self) -> None:
        person, actor = self._person, await viewer()
        with tag('div', '', 'stack'):
            with tag('div', '', 'settings-head'):
                link(_('All people'), PATH, 'button button-quiet', 'arrow-left')
                with tag('div', '', 'person-head'):
                    self._name = heading(person.full_name)
                    self._chips = rich('span', 'person-chips')
            with tag('section', '', 'card', aria_label=_('Account')), tag('div', '', 'card-body'):
                self._facts = rich('dl', 'facts')
            if person.merged_into_id is None:
                await person_card(person)
            self._deeds = PersonDeeds(person, is_self=person.id == actor.id)
            self._audit(person)
            topics = [TOPIC, audit.TOPIC, person_topic(person.id), sessions.topic(person.id)]
            await live(topics, self._show)

    def _audit(self, person: User) -> None:
        with tag('section', '', 'card', aria_label=_('What happened')):
            with tag('div', '', 'card-head'):
                tag('h2', _('What happened'), 'card-title')
                link(_('All of it'), audit_address(Wanted(person=person.email)), 'button button-quiet')
            rows: Element = tag('div', '', 'mini-rows')
        self._lines = LiveRows[Line](rows, key=lambda line: line.id, stamp=lambda line: line.id, draw=audit_row)

    async def _show(self) -> None:
        actor = await viewer()
        self._person = person = await people_directory.find(actor, self._person.id)
        count = len(await sessions.list_sessions(person))
        self._name.text = person.full_name
        fill(self._chips, Markup('').join(_CHIP.format(tone, word) for word, tone in chips_of(person)))
        fill(self._facts, facts_markup(_facts(person, count)))
        self._deeds.show(person, count)
        self._lines.show(await audit_trail.of_person(actor, person, SHOWN))


def _facts(person: User, count: int) -> list[tuple[str, object]]:
    company, kept = person.organization, person.merged_into
    found: list[tuple[str, object]] = [
        (_('E-mail'), person.email),
        (_('Role'), _(ROLES[person.role])),
        (_('Company'), company and _LINK.format(f'/settings/companies/{company.id}', company.name)),
        (_('Asked for the company'), person.wanted_company),
        (_('Since'), moment(person.created_at)),
        (_('Mail confirmed'), moment(person.verified_at) if person.verified_at else _('Not yet')),
        (_('Second factor'), _('Switched on') if person.totp_confirmed_at else _('Not set up')),
        (_('Sessions'), str(count)),
    ]
    if kept:
        return [*found[:2], (_('Goes on as'), _LINK.format(f'{PATH}/{kept.id}', kept.full_name))]
    if person.role == UserRole.CUSTOMER:
        found.append((_('Tickets'), _LINK.format(f'/search?person={person.id}', _('See them'))))
    else:
        found.append((_('Tickets'), _LINK.format(f'/desk?view=open&assignee={person.id}', _('See what is assigned'))))
    return found
