"""Opening hours in words, in the zone of the desk."""

from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names, get_timezone_name

from services.clock import now
from services.opening_hours import Days, Opening
from webui.elements import tag
from webui.i18n import _, locale


def opening_chip(opening: Opening) -> None:
    """«Abierto ahora», or when it opens."""
    if opening.is_open:
        tag('span', _('Open now'), 'chip', data_tone='ok')
    elif opening.changes_at:
        at, language = opening.changes_at.astimezone(ZoneInfo(opening.time_zone)), locale().language
        when = _(
            'Opens %(day)s %(time)s',
            day=format_date(at, 'EEE d MMM', locale=language).replace('.', ''),
            time=format_time(at, 'H:mm', locale=language),
        )
        tag('span', when, 'chip', data_tone='warn')


def opening_lines(opening: Opening) -> None:
    """«Lunes a viernes, 9:00 – 18:30», and whose hours these are when the reader's clock shows others."""
    for days in opening.days:
        tag('p', _days(days), 'muted')
    here, there = (now().astimezone(ZoneInfo(zone)) for zone in (locale().zone, opening.time_zone or locale().zone))
    if here.utcoffset() != there.utcoffset():
        tag('p', get_timezone_name(there, locale=locale().language), 'muted')


def _days(days: Days) -> str:
    names = get_day_names('wide', locale=locale().language)
    if days.first == days.last:
        span = names[days.first]
    else:
        span = _('%(first)s to %(last)s', first=names[days.first], last=names[days.last])
    hours = ', '.join(f'{start // 60}:{start % 60:02} – {end // 60}:{end % 60:02}' for start, end in days.hours)
    return f'{span[:1].upper()}{span[1:]}, {hours}'
