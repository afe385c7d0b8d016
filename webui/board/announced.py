"""Announcements as cards and rows, wherever they are shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from models import Announcement
from models.announcement import AnnouncementKind
from services.clock import now
from services.language import N_, Words
from webui.appearance import Look
from webui.elements import Tag, heading, link, tag
from webui.formats import day, exact, local
from webui.i18n import _, locale
from webui.live_rows import LiveRows
from webui.markup import drawn_once, icon_markup
from webui.tickets.status_chip import chip_markup

KIND: Mapping[str, Look] = {
    AnnouncementKind.NEWS: Look(N_('Something new'), 'sparkles', 'work'),
    AnnouncementKind.NOTICE: Look(N_('Notice'), 'megaphone', 'info'),
    AnnouncementKind.MAINTENANCE: Look(N_('Maintenance'), 'wrench', 'warn'),
    AnnouncementKind.DOWNLOAD: Look(N_('Download'), 'download', 'ok'),
}
_MINI = Markup(
    '<a class="mini-row" href="/announcements/{id}" data-row="{id}"><span class="row-subject">{title}</span>'
    '<span class="row-meta">{when}</span></a>'
)
_CARD = Markup(
    '<a class="told" href="/announcements/{id}" data-row="{id}" data-tone="{tone}">'
    '<span class="told-icon">{icon}</span><span class="told-words">'
    '<span class="told-head"><b dir="auto">{title}</b>{pinned}</span>'
    '<span class="told-text" dir="auto">{text}</span><span class="row-meta">{chip}{when}</span></span></a>'
)
_PINNED = Markup('<span class="chip" data-tone="quiet">{}{}</span>')
_WHEN = Markup('<time datetime="{}" title="{}">{}</time>')
Shown = tuple[int, str, str, str, bool, datetime]


def mini_rows(parent: Tag) -> LiveRows[Shown]:
    """A list of their names."""
    return LiveRows(parent, key=_key, stamp=_stamp, draw=_mini)


def cards(parent: Tag) -> LiveRows[Shown]:
    """A list with their words."""
    return LiveRows(parent, key=_key, stamp=_stamp, draw=_card)


def lines(rows: Sequence[Announcement]) -> list[Shown]:
    """What is shown of them, in the reader's language."""
    language = locale().language
    return [
        (
            row.id,
            row.kind.value,
            Words.of(row, 'title').into(language),
            ' '.join(Words.of(row, 'body').into(language).split()),
            row.is_pinned,
            row.starts_at,
        )
        for row in rows
    ]


def recent_card() -> tuple[Tag, LiveRows[Shown]]:
    """«Anuncios recientes», and the way to all of them (S3-6)."""
    with tag('section', '', 'card', aria_label=_('Recent announcements')) as card:
        with tag('div', '', 'card-head'):
            heading(_('Recent announcements'), 2, 'card-title')
            link(_('See everything'), '/announcements', aria_label=_('See all announcements'))
        return card, mini_rows(tag('div', '', 'mini-rows'))


def when(at: datetime) -> str:
    """«Publicado hoy», or the day."""
    return _('Published today') if local(at).date() == local(now()).date() else day(at)


def when_markup(at: datetime) -> Markup:
    return _WHEN.format(at.isoformat(), exact(at), when(at))


def _key(row: Shown) -> int:
    return row[0]


def _stamp(row: Shown) -> tuple[object, ...]:
    return *row, when(row[-1])  # «today» is over some time


@drawn_once
def _mini(row: Shown) -> Markup:
    identifier, _kind, title, _text, _is_pinned, at = row
    return _MINI.format(id=identifier, title=title, when=when_markup(at))


@drawn_once
def _card(row: Shown) -> Markup:
    identifier, kind, title, text, is_pinned, at = row
    look = KIND[kind]
    return _CARD.format(
        id=identifier,
        tone=look.tone,
        icon=icon_markup(look.icon),
        title=title,
        pinned=_PINNED.format(icon_markup('star'), _('Pinned')) if is_pinned else '',
        text=text,
        chip=chip_markup(look),
        when=when_markup(at),
    )
