"""Times, counts and sizes as the viewer reads them."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal
from markupsafe import Markup

from services.capped import CAP
from services.clock import now
from webui.i18n import Locale, _, locale

_DAY = timedelta(days=1)
NBSP = '\u00a0'


def local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(locale().zone))


def clock_time(at: datetime) -> str:
    """09:14"""
    return format_time(local(at), 'HH:mm', locale=locale().language)


def moment(at: datetime) -> str:
    """When something happened or will, to the minute: "hoy, 11:02", "lun 20 nov, 09:14"."""
    return _moment(at, local(now()).date(), locale())


@lru_cache(maxsize=2000)
def _moment(at: datetime, today: date, _reader: Locale) -> str:
    days = (today - local(at).date()).days
    if days == 0:
        return _('today, %(time)s', time=clock_time(at))
    if days == -1:
        return _('tomorrow, %(time)s', time=clock_time(at))
    if days == 1:
        return _('yesterday, %(time)s', time=clock_time(at))
    return f'{day(at)}, {clock_time(at)}'


def day(at: datetime) -> str:
    """lun 20 nov, with the year when it is another."""
    pattern = 'EEE d MMM' if local(at).year == local(now()).year else 'd MMM y'
    return format_date(local(at), pattern, locale=locale().language).replace('.', '')


def calendar_day(on: date) -> str:
    """20 nov 2026, the same day in every zone."""
    return format_date(on, 'd MMM y', locale=locale().language).replace('.', '')


def month(on: date) -> str:
    """noviembre 2026"""
    return format_date(on, 'LLLL y', locale=locale().language)


def exact(at: datetime) -> str:
    """The whole truth, for a title: "viernes, 20 de noviembre de 2026, 9:14:05 GMT-5"."""
    here = locale()
    return _exact(at, here.zone, here.language)


@lru_cache(maxsize=2000)
def _exact(at: datetime, zone: str, language: str) -> str:
    return format_datetime(at.astimezone(ZoneInfo(zone)), 'full', locale=language)


def ago(at: datetime) -> str:
    """hace 6 min, hace 2 h; from two days on the day itself."""
    passed = now() - at
    if passed >= 2 * _DAY:
        return day(at)
    if passed < timedelta(minutes=1):
        return _('just now')
    told = format_timedelta(-passed, threshold=1.2, format='short', add_direction=True, locale=locale().language)
    return _nbsp(told.replace('.', ''))


def span(length: timedelta) -> str:
    """38 min, 1 h 12 min, 3 d 4 h: two units at most."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [(days, 'd'), (hours, 'h'), (rest, 'min')]
    shown = [f'{value}{NBSP}{unit}' for value, unit in parts if value][:2]
    return NBSP.join(shown[:1] if days and not hours else shown) or f'0{NBSP}min'


def hours(length: timedelta) -> str:
    """38 min, 9 h, 26 h 15 min: for time that does not run around the clock."""
    minutes = max(0, int(length.total_seconds() // 60))
    parts = [(minutes // 60, 'h'), (minutes % 60, 'min')]
    return NBSP.join(f'{value}{NBSP}{unit}' for value, unit in parts if value) or f'0{NBSP}min'


def ago_markup(at: datetime) -> Markup:
    """A time that the browser keeps telling (assets/js/mesa.js)."""
    return Markup('<time datetime="{}" title="{}" data-ago>{}</time>').format(at.isoformat(), exact(at), ago(at))


def capped(count: int, cap: int = CAP) -> str:
    """A count that `services.capped` made: "46", "999+"."""
    return f'{cap}+' if count > cap else str(count)


def or_more(words: str, count: int) -> str:
    """`words` about a count that `services.capped` made."""
    return _('%(counted)s or more', counted=words) if count > CAP else words


def size(octets: int) -> str:
    """184 kB, 1,5 MB"""
    if octets < 1000:
        return f'{octets}{NBSP}B'
    value, unit = (octets / 1000, 'kB') if octets < 1_000_000 else (octets / 1_000_000, 'MB')
    return f'{format_decimal(round(value, 0 if value >= 10 else 1), locale=locale().language)}{NBSP}{unit}'


def _nbsp(text: str) -> str:
    head, separator, tail = text.rpartition(' ')
    return f'{head}{NBSP}{tail}' if separator else text
