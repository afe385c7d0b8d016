"""What the fields are called that a line of the audit log changed: as on the pages where they are written."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names

from services.hours.calendar_form import DAYS
from services.language import LANGUAGES, N_, Text
from webui.appearance import CLOSE_REASON, IMPACT, PRIORITY, URGENCY
from webui.form.difference import LONGEST, plainly, shortened
from webui.formats import NBSP, calendar_day, hours, size
from webui.i18n import _, language_name, locale, ngettext
from webui.settings.item_fields import LABELS

FIELDS: Mapping[str, Text] = {
    # the desk and its settings
    'name': N_('Name'),
    'centre': N_('Kind of centre'),
    'colour': N_('Colour'),
    'logo': N_('Logo'),
    'mail': N_('Mail'),
    'phone': N_('Telephone'),
    'mobile': N_('Mobile'),
    'texts': N_('Text'),
    'fallback_mail': N_('Second address'),
    'matrix': N_('Priority of a ticket'),
    'names': N_('Name'),
    'definitions': N_('What it means'),
    'examples': N_('Examples'),
    'needs_reason': N_('By phone, only what cannot wait'),
    'wait_minutes': N_('Time to answer'),
    'auto_close_days': N_('A question ends its ticket after'),
    'auto_close_mode': N_('Days and failed attempts'),
    'max_attempts': N_('after failed attempts to reach the customer'),
    'result': N_('Then the ticket is'),
    'confirm_days': N_('A solution counts as confirmed after'),
    'reopen_days': N_('Can be reopened for'),
    'rating_days': N_('Can be rated for'),
    'undo_seconds': N_('Closing can be taken back for'),
    'days_after_closing': N_('People in copy read a closed ticket for'),
    'open_to': N_('Who may register'),
    'needs_approval': N_('An administrator approves each one'),
    'policy': N_('Addresses that several people read'),
    'agents': N_('Demanded of agents and leads'),
    'admins': N_('Demanded of administrators'),
    'reply_policy': N_('Customers answer'),
    'sender_name': N_('Name of the sender'),
    'attached_kb': N_('Documents up to'),
    'publishers': N_('Who may publish'),
    'home_cards': N_('With their words'),
    'home_names': N_('By name, beside'),
    'recent_days': N_('Recent for'),
    'pins': N_('begins pinned above the others'),
    'on_kiosk': N_('Show it on the kiosks too'),
    'link': N_('Link'),
    'code_digits': N_('Length of the code'),
    'lifetime_minutes': N_('How long it is good'),
    'private_networks': N_('Networks that probes and webhooks may reach'),
    'offered': N_('Languages to choose from'),
    'default': N_('Language of the desk'),
    # companies and people
    'domains': N_('Mail domains'),
    'country': N_('Country'),
    'sector': N_('Sector'),
    'shares_tickets': N_('Shares its tickets'),
    'notes': N_('Notes for agents'),
    'calendar': N_('Opening hours'),
    'sla_policy': N_('Promised times'),
    'escalation_path': N_('Escalation table'),
    'full_name': N_('Name'),
    'email': N_('E-mail'),
    'role': N_('Role'),
    'organization': N_('Company'),
    'company': N_('Company'),
    'is_group': N_('Group mailbox'),
    'departments': N_('Works in'),
    'language': N_('Language'),
    'time_zone': N_('Time zone'),
    'waits': N_('Waits for approval'),
    # departments and the catalogue
    'is_public': N_('Customers see it and can choose it'),
    'is_urgent_only': N_('For what is urgent only'),
    'inbound_address': N_('Mail address of the department'),
    'members': N_('Who works here'),
    'is_active': N_('In use'),
    'tickets': N_('Tickets'),
    'heir': N_('Where they go'),
    'version': N_('Version'),
    **LABELS,  # of a type of ticket
    'title': N_('Title'),
    'kind': N_('Kind'),
    'icon': N_('Icon'),
    'department': N_('Department'),
    'department_id': N_('Department'),
    'impact': N_('Usually it touches'),
    'urgency': N_('Urgency'),
    'handling_hours': N_('Handling time'),
    'reach': N_('Who reads it'),
    'audience': N_('Companies, countries and sectors'),
    'words': N_('Companies, countries and sectors'),
    'form': N_('Questions'),
    'label': N_('Question'),
    'type': N_('Kind of answer'),
    'place': N_('Place in the list'),
    'position': N_('Place in the list'),
    'translations': N_('In other languages'),
    # promises, calendars, escalation
    'targets': N_('Promised times'),
    'first_response': N_('First response'),
    'update': N_('Updates every'),
    'resolution': N_('Solution'),
    'clock': N_('Counted in'),
    'open_tickets': N_('Open tickets'),
    'hours': N_('Hours'),
    'subdivision': N_('Part of the country'),
    'days': N_('Special days'),
    'countries': N_('Countries'),
    'first_phone': N_('Telephone of level 0'),
    'first_email': N_('Mail of level 0'),
    'levels': N_('Levels'),
    # what the desk writes, and its board
    'subject': N_('Subject'),
    'body': N_('Text'),
    'then': N_('With it'),
    'state': N_('State'),
    'status': N_('State'),
    'starts_at': N_('From'),
    'ends_at': N_('Until'),
    'is_pinned': N_('Pin it above the others'),
    'description': N_('What it is'),
    'group_id': N_('Group'),
    'parent_id': N_('Below'),
    'opens_when_troubled': N_('Unfolded only when something is wrong'),
    'regions': N_('Regions with a state of their own'),
    'items': N_('Types of ticket'),
    'component_id': N_('Component'),
    'region_id': N_('Region'),
    'target': N_('Address'),
    'interval': N_('Every (seconds)'),
    'timeout': N_('Wait at most (seconds)'),
    'grace': N_('May be late by (seconds)'),
    'fails_needed': N_('Turns after failures'),
    'window': N_('Among the last'),
    'turns_to': N_('Turns to'),
    'night_from': N_('Dimmed from'),
    'night_to': N_('Dimmed until'),
    'publishes': N_('Publishes an incident at once'),
}
# Keys below a field, such as `reopen_days.confirmed`; those of the matrix have names that are fields elsewhere.
_KEYS: Mapping[str, Text] = {
    **FIELDS,
    **{level: look.word for level, look in PRIORITY.items()},
    **CLOSE_REASON,
    **{urgency: word for urgency, (word, _more) in URGENCY.items()},
}
_IMPACTS: Mapping[str, Text] = {impact: word for impact, (word, _more) in IMPACT.items()}


def _minutes(number: int) -> str:
    return hours(timedelta(minutes=number))


def _days(number: int) -> str:
    return ngettext('%(n)d day', '%(n)d days', number)


def _working_days(number: int) -> str:
    return ngettext('%(n)d working day', '%(n)d working days', number)


_UNITS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(('first_response', 'resolution', 'update', 'wait_minutes', 'lifetime_minutes'), _minutes),
    **dict.fromkeys(('reopen_days', 'rating_days', 'recent_days', 'days_after_closing'), _days),
    **dict.fromkeys(('auto_close_days', 'confirm_days'), _working_days),
    'handling_hours': lambda number: hours(timedelta(hours=number)),
    'undo_seconds': lambda number: f'{number}{NBSP}s',
    'attached_kb': lambda number: size(number * 1000),
}


def field_words(path: str) -> str:
    """«Horario · Lunes» for the path of a change; the program's name for what has no other."""
    first, *below = path.split('.')
    words = _IMPACTS if first == 'matrix' else {}
    return ' · '.join((_word(first), *(_(words[part]) if part in words else _word(part) for part in below)))


def value_words(path: str, value: Any) -> str:
    """A value of this path: a time with its unit, yes or no, and the rest as it is stored."""
    if isinstance(value, Mapping) and value:
        told = ', '.join(f'{_word(key)}: {value_words(f"{path}.{key}", one)}' for key, one in value.items())
        return shortened(told, LONGEST)
    if isinstance(value, list) and value:
        return shortened(', '.join(value_words(path, one) for one in value), LONGEST)
    unit = next((_UNITS[part] for part in path.split('.') if part in _UNITS), None)
    return unit(value) if unit and type(value) is int else plainly(value)


def _word(name: str) -> str:
    if name in _KEYS:
        return _(_KEYS[name])
    if name in LANGUAGES:
        return language_name(name)
    if name in DAYS:
        return str(get_day_names('wide', locale=locale().language)[DAYS.index(name)]).capitalize()
    try:
        return calendar_day(date.fromisoformat(name))
    except ValueError:
        return name.replace('_', ' ')
