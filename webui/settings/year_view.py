"""A year of a calendar in twelve small months; what a special day is has a mark and words, not a colour alone."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date, get_day_names, get_month_names
from markupsafe import Markup

from services.hours.special_days import Special, SpecialDay
from services.language import N_, Text
from webui.i18n import _, locale
from webui.markup import icon_markup

WORDS: Mapping[Special, tuple[str, Text]] = {
    Special.CLOSED: ('x', N_('Closed all day')),
    Special.HALF: ('clock', N_('Shorter hours')),
    Special.EXTRA: ('plus', N_('Longer hours, or an extra day')),
}
_MONTH = Markup(
    '<table class="year-month"><caption>{name}</caption><thead><tr>{days}</tr></thead><tbody>{weeks}</tbody></table>'
)
_HEAD = Markup('<th scope="col"><abbr title="{}">{}</abbr></th>')
_DAY = Markup('<td{attributes}>{day}</td>')
_SPECIAL = Markup(
    '<td class="year-special" data-special="{kind}" title="{told}">{day}{icon}<span class="sr-only">{told}</span></td>'
)
_OFF = Markup(' data-off=""')
_LEGEND = Markup('<li><span class="year-mark" data-special="{kind}">{icon}</span>{word}</li>')


def year_markup(year: int, weekly: Sequence[Sequence[object]], special: Sequence[SpecialDay]) -> Markup:
    """The months, then what their marks mean."""
    days = {one.day: one for one in special}
    months = Markup('').join(_month(year, month, weekly, days) for month in range(1, 13))
    legend = Markup('').join(
        _LEGEND.format(kind=kind, icon=icon_markup(icon), word=_(word)) for kind, (icon, word) in WORDS.items()
    )
    return Markup('<div class="year">{}</div><ul class="year-legend">{}</ul>').format(months, legend)


def told(one: SpecialDay) -> str:
    """ "vie 25 dic: Navidad. Cerrado"."""
    day = format_date(one.day, 'EEE d MMM', locale=locale().language).replace('.', '')
    return f'{day}: {one.name}. {one.hours or _(WORDS[one.kind][1])}'


def _month(year: int, month: int, weekly: Sequence[Sequence[object]], special: Mapping[date, SpecialDay]) -> Markup:
    language = locale().language
    wide, short = (get_day_names(width, locale=language) for width in ('wide', 'narrow'))
    return _MONTH.format(
        name=get_month_names('wide', 'stand-alone', locale=language)[month],
        days=Markup('').join(_HEAD.format(wide[day], short[day]) for day in range(7)),
        weeks=Markup('').join(
            Markup('<tr>{}</tr>').format(Markup('').join(_day(day, month, weekly, special) for day in week))
            for week in calendar.Calendar().monthdatescalendar(year, month)
        ),
    )


def _day(day: date, month: int, weekly: Sequence[Sequence[object]], special: Mapping[date, SpecialDay]) -> Markup:
    if day.month != month:
        return _DAY.format(attributes='', day='')
    if one := special.get(day):
        return _SPECIAL.format(kind=one.kind, told=told(one), day=day.day, icon=icon_markup(WORDS[one.kind][0]))
    return _DAY.format(attributes='' if weekly[day.weekday()] else _OFF, day=day.day)
