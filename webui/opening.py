"""Opening hours in words."""

from babel.dates import get_day_names

from services.opening_hours import Days, Opening
from webui.elements import tag
from webui.formats import clock_time, day
from webui.i18n import _, locale


def opening_chip(opening: Opening) -> None:
    """«Abierto ahora», or when it opens."""
    if opening.is_open:
        tag('span', _('Open now'), 'chip', data_tone='ok')
    elif opening.changes_at:
        when = _('Opens %(day)s %(time)s', day=day(opening.changes_at), time=clock_time(opening.changes_at))
        tag('span', when, 'chip', data_tone='warn')


def days_text(days: Days) -> str:
    """«Lunes – viernes, 9:00 – 18:30»"""
    names = get_day_names('wide', locale=locale().language)
    if days.first == days.last:
        span = names[days.first]
    else:
        span = _('%(first)s to %(last)s', first=names[days.first], last=names[days.last])
    hours = ', '.join(f'{start // 60}:{start % 60:02} – {end // 60}:{end % 60:02}' for start, end in days.hours)
    return f'{span[:1].upper()}{span[1:]}, {hours}'
