"""What roles and accounts are called, and a person as a row of a list."""

from collections.abc import Mapping

from markupsafe import Markup

from models import User
from models.user import UserRole
from services.language import N_, Text
from services.mail.addresses import NO_MAIL
from services.people.people_directory import state_of
from webui.elements import initials, tone_of
from webui.i18n import _

ROLES: Mapping[UserRole, Text] = {
    UserRole.CUSTOMER: N_('Customer'),
    UserRole.AGENT: N_('Agent'),
    UserRole.LEAD: N_('Lead'),
    UserRole.ADMIN: N_('Administrator'),
}
# By the key of services/people_directory.STATES: word and tone
STATES: Mapping[str, tuple[Text, str]] = {
    'active': (N_('In use'), 'ok'),
    'new': (N_('Not been here yet'), 'info'),
    'unconfirmed': (N_('Mail not confirmed'), 'warn'),
    'waiting': (N_('Waits for approval'), 'warn'),
    'disabled': (N_('Deactivated'), 'quiet'),
    'merged': (N_('Merged'), 'quiet'),
}
_ROW = Markup(
    '<a class="person-row" href="/settings/people/{id}" data-row="{id}"><span class="avatar" data-tone="{tone}"'
    ' aria-hidden="true">{initials}</span><span class="row-words"><b class="line" dir="auto">{name}</b>'
    '<span class="line muted small" dir="auto">{about}</span></span><span class="person-chips">{chips}</span></a>'
)
_CHIP = Markup('<span class="chip" data-tone="{}">{}</span>')


def person_row(person: User) -> Markup:
    """A link to the person's page; he is read with his company."""
    mail = '' if person.email.endswith(NO_MAIL) else person.email
    company = person.organization.name if person.organization else ''
    chips = [(word, tone) for word, tone in chips_of(person) if tone != 'ok']
    return _ROW.format(
        id=person.id,
        tone=tone_of(person.full_name),
        initials=initials(person.full_name),
        name=person.full_name,
        about=' · '.join(filter(None, (mail, company, person.phone if not mail else ''))),
        chips=Markup('').join(_CHIP.format(tone, word) for word, tone in chips),
    )


def chips_of(person: User) -> list[tuple[str, str]]:
    """Words and tones: the role of who is of the desk, a group mailbox, and whether somebody can come in."""
    word, tone = STATES[state_of(person)]
    role = [(_(ROLES[person.role]), 'accent')] if person.is_staff else []
    return [*role, *([(_('Group mailbox'), 'work')] if person.is_group else []), (_(word), tone)]
