"""One ticket in the queue: a link to it, and beside it the box that chooses it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from models.lifecycle import WAITING_RANK
from services.clock import now
from services.desk.queue import Row
from webui.appearance import CHANNEL, PRIORITY
from webui.desk.desk_place import Place
from webui.elements import initials, tone_of
from webui.formats import exact, span
from webui.i18n import _
from webui.markup import drawn_once, icon_markup

SOON = timedelta(hours=2)
_ITEM = Markup(
    '<div class="queue-item" data-row="{id}"><a class="queue-row" href="{address}"{here}>{row}</a>'
    '<input class="queue-box" type="checkbox" value="{id}" aria-label="{label}" tabindex="-1"></div>'
)
_CURRENT = Markup(' aria-current="true"')
_ROW = Markup(
    '<b class="line" dir="auto">{unread}{subject}</b>'
    '<span class="queue-who"><span class="line" dir="auto">{who}</span>{here}{assignee}</span>'
    '<span class="queue-facts"><span class="number">{number}</span>'
    '<span class="level" data-tone="{tone}">{level}</span><span>{channel}</span>{left}</span>'
)
_ASSIGNEE = Markup(
    '<span class="avatar avatar-small" data-tone="{}" title="{name}" aria-hidden="true">{}</span>'
    '<span class="sr-only">{name}</span>'
)
_UNREAD = Markup('<span class="unread"><span class="sr-only">{} </span></span>')
_HERE = Markup(
    '<span class="avatar avatar-small is-here" data-tone="{}" title="{words}" aria-hidden="true">{}</span>'
    '<span class="sr-only">{words}</span>'
)
_NOBODY = Markup('<span class="nobody">{}</span>')
_LEFT = Markup('<span class="time-left" data-tone="{tone}">{icon}{words}</span>')
_TIME = Markup('<time datetime="{at}" title="{title}" data-left="{{}}" data-late="{late}">{text}</time>')


def row_stamp(row: Row) -> tuple[object, ...]:
    """What of a row shows."""
    return row['updated_at'], row['last_seq'], row['assignee'], row['next_deadline_at'], row['unread'], row['here']


def item_markup(row: Row, place: Place) -> Markup:
    """Subject; client and who works on it; number, priority, channel and the time left. It is shown at `place`."""
    return _item_markup(tuple(row.items()), replace(place, number=row['number']), row['number'] == place.number)


@drawn_once
def _item_markup(columns: tuple[tuple[str, Any], ...], place: Place, is_open: bool) -> Markup:
    row = dict(columns)
    return _ITEM.format(
        id=row['id'],
        address=place.address,
        here=_CURRENT if is_open else '',
        row=_row_markup(columns),
        label=_('Choose %(number)s', number=row['number']),
    )


@drawn_once
def _row_markup(columns: tuple[tuple[str, Any], ...]) -> Markup:
    row = dict(columns)
    look, channel = PRIORITY[row['priority']], CHANNEL[row['channel']]
    name = row['assignee']
    assignee = _ASSIGNEE.format(tone_of(name), initials(name), name=name) if name else _NOBODY.format(_('Unassigned'))
    return _ROW.format(
        subject=row['subject'],
        unread=_UNREAD.format(_('News:')) if row['unread'] else '',
        here=Markup('').join(map(_here, row['here'])),
        who=' · '.join(filter(None, (row['organization'], row['requester']))),
        assignee=assignee,
        number=row['number'],
        tone=look.tone,
        level=_(look.word),
        channel=_(channel),
        left=_left(row),
    )


def _here(name: str) -> Markup:
    words = _('%(name)s has it open', name=name)
    return _HERE.format(tone_of(name), initials(name), words=words)


def _left(row: Row) -> Markup:
    """The time left to the next promise, or that its clock stands."""
    due = row['next_deadline_at']
    if due is None:
        is_paused = row['queue_rank'] >= WAITING_RANK
        return (
            _LEFT.format(tone='quiet', icon=icon_markup('circle-pause'), words=_('paused')) if is_paused else Markup()
        )
    left = due - now()
    late = _('late %(time)s', time='{}')
    text = span(left) if left >= timedelta() else late.replace('{}', span(-left))
    tone = 'bad' if left < timedelta() else 'warn' if left < SOON else 'quiet'
    time = _TIME.format(at=due.isoformat(), title=exact(due), late=late, text=text)
    return _LEFT.format(tone=tone, icon=icon_markup('timer'), words=time)
