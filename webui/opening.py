"""Opening hours in words, in the zone of the desk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names, get_timezone_name

from services.clock import now
from services.hours.opening_hours import Days, Opening
from webui.elements import tag
from webui.i18n import _, locale


def opening_chip(opening: Opening) -> None:
    """«Abierto ahora», or when it opens."""
    words, tone = opening_words(opening)
    if words:
        tag('span', words, 'chip', data_tone=tone)


def opening_words(opening: Opening) -> tuple[str, str]:
    """«Abierto ahora» or when it opens, nothing where it never does; and their tone."""
    if opening.is_open:
        return _('Open now'), 'ok'
    if opening.changes_at is None:
        return '', ''
    at, language = opening.changes_at.astimezone(ZoneInfo(opening.time_zone)), locale().language
    return _opens(at, format_time(at, 'H:mm', locale=language)), 'warn'


def _opens(at: datetime, time: str) -> str:
    """«Abre hoy, 14:00», «Abre el lunes, 8:00», or on a day that is further off."""
    days = (at.date() - now().astimezone(at.tzinfo).date()).days
    if days == 0:
        return _('Opens today %(time)s', time=time)
    pattern = 'EEEE' if days < 7 else 'EEE d MMM'
    day = format_date(at, pattern, locale=locale().language).replace('.', '')
    return _('Opens %(day)s %(time)s', day=day, time=time)


def opening_lines(opening: Opening) -> None:
    """«Lunes a viernes, 9:00 – 18:30», and whose hours these are when the reader's clock shows others."""
    for days in opening.days:
        tag('p', days_words(days), 'muted')
    here, there = (now().astimezone(ZoneInfo(zone)) for zone in (locale().zone, opening.time_zone or locale().zone))
    if here.utcoffset() != there.utcoffset():
        tag('p', get_timezone_name(there, locale=locale().language), 'muted')


def days_words(days: Days) -> str:
    """ "Lunes a viernes, 9:00 – 18:30"."""
    names = get_day_names('wide', locale=locale().language)
    if days.first == days.last:
        span = names[days.first]
    else:
        span = _('%(first)s to %(last)s', first=names[days.first], last=names[days.last])
    hours = ', '.join(f'{start // 60}:{start % 60:02} – {end // 60}:{end % 60:02}' for start, end in days.hours)
    return f'{span[:1].upper()}{span[1:]}, {hours}'
