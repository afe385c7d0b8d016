"""`/escalation`: whom to turn to, level by level, in the reader's own region (S1-15)."""

from collections.abc import Iterator
from datetime import timedelta

from markupsafe import Markup

from models import EscalationStep
from services import escalation, settings
from services.escalation import TOPIC, Table
from services.language import Words
from webui.elements import empty_state, heading, link, tag
from webui.formats import span
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import drawn_once, icon_markup
from webui.portal_shell import shell
from webui.routing import Access
from webui.title import title
from webui.viewer import anybody

Way = tuple[str, str]  # phone or mail, and the number or address
Level = tuple[str, str, tuple[Way, ...]]  # what it is called, who it is, and how he is reached
Shown = tuple[str, str, tuple[Level, ...]]  # a key, the name of the region, and its levels

_TABLE = Markup(
    '<section class="stack-tight" data-row="{key}" aria-label="{name}"><h2>{name}</h2>'
    '<ol class="levels">{levels}</ol></section>'
)
_LEVEL = Markup(
    '<li class="card level-card"><span class="avatar" data-tone="{tone}" aria-hidden="true">{number}</span>'
    '<b>{name}</b><p>{who}</p><div class="channels">{ways}</div></li>'
)
_WAY = Markup('<a href="{}:{}">{}<span>{}</span></a>')
_LOOKS = {'tel': 'phone', 'mailto': 'mail'}


@shell.page('/escalation', Access.ANYONE)
async def escalation_page() -> None:
    title(_('Escalation'))
    viewer = await anybody()
    with tag('div', '', 'page page-narrow stack'):
        with tag('div'):
            heading(_('Escalation'))
            tag('p', _('Only for emergencies, and one level after the other: each has its time to answer.'), 'lead')
        rows = LiveRows[Shown](tag('div', '', 'stack'), key=lambda one: one[0], stamp=lambda one: one, draw=_table)
        if viewer is None:
            lock = _('Sign in to see your region')
            with empty_state('lock', lock, _('You then see whom to turn to, and in which order.')):
                link(_('Sign in'), '/login?next=%2Fescalation', 'button button-primary', 'log-in')

    async def show() -> None:
        desk = await settings.load(settings.Desk)
        first = (_('Service desk'), _('Call here first.'), tuple(_ways((desk.phone, desk.mobile), desk.mail)))
        known = await escalation.tables(await anybody())
        rows.show([_shown(one, first) for one in known] or [('0', _('First of all'), (first,))])

    await live([TOPIC], show)


def _shown(table: Table, first: Level) -> Shown:
    levels = (first, *(_level(step) for step in table.steps))
    return str(table.path.id), _(Words.of(table.path, 'name')), levels


def _level(step: EscalationStep) -> Level:
    wait = _('Wait %(span)s for an answer before you go on.', span=span(timedelta(minutes=step.wait_minutes)))
    return step.role, ' · '.join(filter(None, (step.name, wait))), tuple(_ways((step.phone,), step.email))


def _ways(phones: tuple[str, ...], mail: str) -> Iterator[Way]:
    yield from (('tel', number) for number in phones if number)
    if mail:
        yield 'mailto', mail


@drawn_once
def _table(shown: Shown) -> Markup:
    key, name, levels = shown
    drawn = Markup('').join(_drawn(number, *level) for number, level in enumerate(levels))
    return _TABLE.format(key=key, name=name, levels=drawn)


def _drawn(number: int, name: str, who: str, ways: tuple[Way, ...]) -> Markup:
    links = Markup('').join(_WAY.format(kind, _bare(kind, way), icon_markup(_LOOKS[kind]), way) for kind, way in ways)
    return _LEVEL.format(tone='accent' if number else 'work', number=number, name=name, who=who, ways=links)


def _bare(kind: str, way: str) -> str:
    return ''.join(sign for sign in way if sign in '+0123456789') if kind == 'tel' else way
