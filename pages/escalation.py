"""`/escalation`: whom to turn to, level by level, in the reader's own region (S1-15)."""

from collections.abc import Iterator
from datetime import timedelta

from markupsafe import Markup

from models import User
from services.escalation import escalation
from services.escalation.escalation import FIRST, TOPIC, Level, Table
from services.language import Words
from services.setup.placeholders import is_placeholder
from webui.elements import Tag, empty_state, heading, icon, link, tag
from webui.formats import span
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import drawn_once, icon_markup
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.what_is_said import phone_address
from webui.viewer import anybody

Way = tuple[str, str]  # phone or mail, and the number or address
Shown = tuple[str, str, str, tuple[tuple[int, str, str, tuple[Way, ...]], ...]]  # key, region, what holds of it, levels

_TABLE = Markup(
    '<section class="stack-tight" data-row="{key}" aria-label="{name}"><h2>{name}</h2>{note}'
    '<ol class="levels">{levels}</ol></section>'
)
_NOTE = Markup('<p class="banner" data-tone="warn">{}<span>{}</span></p>')
_LEVEL = Markup(
    '<li class="card level-card"><span class="avatar" data-tone="{tone}" aria-hidden="true">{number}</span>'
    '<b>{name}</b><p>{who}</p><div class="channels">{ways}</div></li>'
)
_WAY = Markup('<a href="{}">{}<span>{}</span></a>')
_NONE = Markup('<span class="chip" data-tone="warn">{}<span>{}</span></span>')
_LOOKS = {'tel': 'phone', 'mailto': 'mail'}


@shell.page('/escalation', Access.ANYONE)
async def escalation_page() -> None:
    title(_('Escalation'))
    viewer = await anybody()
    with tag('div', '', 'page page-narrow stack'):
        with tag('div'):
            heading(_('Escalation'))
            tag('p', _('Only for emergencies, and one level after the other: each has its time to answer.'), 'lead')
        missing = _missing()
        rows = LiveRows[Shown](tag('div', '', 'stack'), key=lambda one: one[0], stamp=lambda one: one, draw=_table)
        if viewer is None:
            lock = _('Sign in to see your region')
            with empty_state('lock', lock, _('You then see whom to turn to, and in which order.')):
                link(_('Sign in'), '/login?next=%2Fescalation', 'button button-primary', 'log-in')

    async def show() -> None:
        person = await anybody()
        known = await escalation.tables(person)
        missing.set_visibility(person is not None and not known)
        rows.show([await _shown(one, person) for one in known] or [await _shown(None, person)])

    await live([TOPIC, 'companies'], show)


def _missing() -> Tag:
    with tag('p', '', 'banner', data_tone='info') as line:
        icon('info')
        tag('span', _('The levels above are not published yet. Call the service desk: it knows whom to turn to.'))
    return line


async def _shown(table: Table | None, reader: User | None) -> Shown:
    levels = tuple(_level(one) for one in await escalation.levels(table))
    if table is None:
        return '0', _('First of all'), '', levels
    is_for_desk = reader is not None and reader.is_staff and not table.is_published
    note = _('Customers do not see this table yet: some of its numbers are placeholders.') if is_for_desk else ''
    return str(table.path.id), _(Words.of(table.path, 'name')), note, levels


def _level(one: Level) -> tuple[int, str, str, tuple[Way, ...]]:
    if one.number == FIRST:
        who = _('Call here first.')
    else:
        who = _('Wait %(span)s for an answer before you go on.', span=span(one.wait)) if one.wait > timedelta() else ''
    return one.number, _(one.role), ' · '.join(filter(None, (one.name, who))), tuple(_ways(one))


def _ways(one: Level) -> Iterator[Way]:
    yield from (('tel', number) for number in one.phones)
    if one.mail:
        yield 'mailto', one.mail


@drawn_once
def _table(shown: Shown) -> Markup:
    key, name, note, levels = shown
    drawn = Markup('').join(_drawn(*level) for level in levels)
    told = _NOTE.format(icon_markup('triangle-alert'), note) if note else ''
    return _TABLE.format(key=key, name=name, note=told, levels=drawn)


def _drawn(number: int, name: str, who: str, ways: tuple[Way, ...]) -> Markup:
    links = Markup('').join(_way(kind, way) for kind, way in ways)
    return _LEVEL.format(tone='accent' if number else 'work', number=number, name=name, who=who, ways=links)


def _way(kind: str, way: str) -> Markup:
    """A number that cannot be called is none."""
    if kind == 'tel' and is_placeholder(way):
        return _NONE.format(icon_markup('triangle-alert'), _('Placeholder: no number yet'))
    address = phone_address(way) if kind == 'tel' else f'mailto:{way}'
    return _WAY.format(address, icon_markup(_LOOKS[kind]), way)
