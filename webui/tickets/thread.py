"""The lines of a ticket's timeline, one element each: what people wrote as entries, what happened as single lines."""

from collections.abc import Mapping

from markupsafe import Markup
from nicegui.element import Element

from models import Attachment, Entry
from models.entry import EntryKind, Visibility
from services import settings
from services.change import SPOKEN as PUBLICLY
from services.clock import now
from services.language import N_, Text
from services.settings import Desk
from services.tickets.ticket_view import Line
from webui.appearance import CHANNEL, CLOSE_REASON, FACES, STATUS
from webui.elements import initials, tone_of
from webui.formats import exact, moment, size
from webui.i18n import _
from webui.live_rows import LiveRows
from webui.markup import drawn_once, icon_markup, linkify
from webui.tickets.call_words import call_words
from webui.tickets.incident_thread import Told, told_markup
from webui.tickets.people_line import people_line
from webui.tickets.thread_desk import decision, deed

FILES = '/attachments'
SHOWN_IMAGES = frozenset({'image/png', 'image/jpeg', 'image/gif', 'image/webp'})

# What people wrote, and what to call it where it is more than a message
SPOKEN: Mapping[str, Text | None] = {
    EntryKind.MESSAGE: None,
    EntryKind.QUESTION: N_('Question'),
    EntryKind.INVESTIGATION: N_('Investigation'),
    EntryKind.NOTE: N_('Internal note'),
    EntryKind.SOLUTION: N_('Solution'),
    EntryKind.REJECTION: N_('It still fails'),
}

# What happened: icon, and the words where the line itself has none
HAPPENED: Mapping[str, tuple[str, Text]] = {
    EntryKind.STATUS: ('circle-dot', N_('Status changed')),
    EntryKind.ASSIGN: ('user-plus', N_('Assigned')),
    EntryKind.FIELD: ('pencil', N_('Details changed')),
    EntryKind.CONTACT_ATTEMPT: ('phone', N_('Contact attempt')),
    EntryKind.ESCALATION: ('arrow-up', N_('Escalated')),
    EntryKind.RATING: ('star', N_('Rated')),
    EntryKind.REMOTE: ('monitor', N_('Remote support')),
    EntryKind.MAIL_EVENT: ('mail', N_('E-mail')),
    EntryKind.SYSTEM: ('zap', N_('Automatic')),
}

# What a ticket has to do with another, by the key under which its line has that number. The link leads from a page of
# the desk to one of the desk.
RELATED: Mapping[str, tuple[str, Text]] = {
    'follows': ('arrow-up-right', N_('Goes on with')),
    'followed_by': ('arrow-up-right', N_('Goes on in')),
    'split_from': ('split', N_('Split from')),
    'split_into': ('split', N_('A message became ticket')),
    'merged_into': ('merge', N_('Merged into')),
    'merged': ('merge', N_('Merged with')),
    'unmerged_from': ('merge', N_('Taken out again of')),
    'unmerged': ('merge', N_('No longer merged with')),
}

_ENTRY = Markup('<article class="{classes}" data-row="{id}" data-kind="{kind}"{seq}{new}>{line}</article>')
_SEQ = Markup(' data-seq="{}"')
_NEW = Markup(' data-new="{}"')
_SAID = Markup(
    '<span class="avatar" data-tone="{tone}" aria-hidden="true">{initials}</span><div class="entry-main">'
    '<p class="entry-head"><b dir="auto">{name}</b><span>{detail}</span>{time}{split}</p>'
    '<div class="entry-body">{body}</div>{files}</div>'
)
_LINE = Markup('{icon}<p>{what} <span class="entry-who">{who}{time}</span></p>')
_TIME = Markup('<time datetime="{}" title="{}">{}</time>')
_FILES = Markup('<div class="files">{}</div>')
_FILE = Markup('<a class="file" href="{at}/{id}" download="{name}">{sight}<span>{name}</span><span>{size}</span></a>')
_SPLIT = Markup('<button type="button" class="entry-split" data-split="{}" aria-label="{}" title="{}">{}</button>')
_IMAGE = Markup('<img class="file-sight" src="{}/{}?inline=1" alt="" loading="lazy">')


def thread_list(
    parent: Element, you: int | None = None, since: int | None = None, *, splits: bool = False, files_at: str = FILES
) -> LiveRows[Line | Told]:
    """Keeps the lines of a timeline in `parent`. `you` is the id of the person who reads them.

    What others have added after line `since`, until now, is marked as new since his last visit. With `splits` each
    message has a button that makes a ticket of its own from it (S4-8). Their files are at the address `files_at`.
    """
    opened = now()

    def draw(line: Line | Told) -> Markup:
        if isinstance(line, Told):
            return told_markup(line)
        entry, seq, news = line.entry, Markup(), Markup()
        if not line.source:
            seq = _SEQ.format(entry.seq)
            if since is not None and since < entry.seq and entry.created_at < opened and entry.author_id != you:
                news = _NEW.format(_('New since your last visit'))
        return _ENTRY.format(
            classes='entry' if entry.kind in SPOKEN else 'entry entry-line',
            id=entry.id,
            kind=entry.kind,
            seq=seq,
            new=news,
            line=entry_markup(line, you, splits, files_at),
        )

    return LiveRows(
        parent,
        key=lambda line: line.key,
        stamp=_stamp,
        draw=draw,
    )


def _stamp(line: Line | Told) -> tuple[object, ...]:
    """Entries never change; updates may be said in other words, "today" changes, and so may the name of the desk."""
    told = line if isinstance(line, Told) else None
    return told, now().replace(minute=0, second=0, microsecond=0), settings.last(Desk).name


@drawn_once
def entry_markup(line: Line, you: int | None = None, splits: bool = False, files_at: str = FILES) -> Markup:
    """One line of a timeline; all that people wrote in it is escaped."""
    entry = line.entry
    time = _TIME.format(entry.created_at.isoformat(), exact(entry.created_at), moment(entry.created_at))
    if entry.kind not in SPOKEN:
        icon_name, what = what_happened(entry)
        is_named = entry.author_id is None or entry.data.get('new') == entry.author_id
        who = '' if is_named else Markup('{}, ').format(author_of(entry))
        return _LINE.format(icon=icon_markup(icon_name), what=what, who=who, time=time)
    name = author_of(entry)
    return _SAID.format(
        tone=tone_of(name),
        initials=initials(name),
        name=name,
        detail=' · '.join(_details(line, you)),
        time=time,
        split=_split(entry) if splits and entry.kind in PUBLICLY and entry.visibility == Visibility.PUBLIC else '',
        body=linkify(entry.body),
        files=_FILES.format(Markup('').join(_file(one, files_at) for one in line.attachments))
        if line.attachments
        else '',
    )


def author_of(entry: Entry) -> str:
    """Who wrote it, or did it; what nobody did the desk does."""
    return entry.author_name or settings.last(Desk).name


def _split(entry: Entry) -> Markup:
    label = _('Split into a new ticket')
    return _SPLIT.format(entry.id, label, label, icon_markup('split'))


def _details(line: Line, you: int | None) -> list[str]:
    """Who the author is, by which way it came, and what it is: "Hotel Mirador · Portal"."""
    words, entry = [], line.entry
    if entry.author_id and entry.author_id == you:
        words.append(_('you'))
    elif entry.author and entry.author.organization:
        words += [entry.author.organization.name, _(CHANNEL[entry.channel])]
    if kind := SPOKEN[entry.kind]:
        words.append(_(kind))
    if line.source:
        words.append(_('from %(number)s', number=line.source))
    return words + decision(entry)


def what_happened(entry: Entry) -> tuple[str, str]:
    """Icon and words of what happened."""
    if told := deed(entry) or people_line(entry.data):
        return told
    if entry.kind == EntryKind.STATUS and (look := STATUS.get(entry.data.get('new', ''))):
        if reason := CLOSE_REASON.get(entry.data.get('reason', '')):
            return look.icon, _('Now “%(status)s”: %(reason)s', status=_(look.word), reason=_(reason))
        return look.icon, _('Now “%(status)s”', status=_(look.word))
    if entry.kind == EntryKind.ASSIGN and 'name' in entry.data:
        if entry.data.get('new') == entry.author_id:
            return 'user-check', _('Taken by %(name)s', name=entry.data['name'])
        return 'user-plus', _('Assigned to %(name)s', name=entry.data['name'])
    if entry.kind == EntryKind.RATING and (face := FACES.get(entry.data.get('new', 0))):
        rated = _('Rated the service: %(word)s (%(stars)d of 5)', word=_(face[1]), stars=entry.data['new'])
        return face[0], f'{rated}. {entry.body}' if entry.body else rated
    if 'reminded' in entry.data:
        return 'bell', _('Reminded by mail')
    if entry.kind == EntryKind.SYSTEM and 'undone' in entry.data:
        return 'history', _('Took the closing back')
    if entry.kind == EntryKind.CONTACT_ATTEMPT and 'call' in entry.data:
        return 'phone', call_words(entry.data)
    if related := next((key for key in RELATED if key in entry.data), ''):
        icon_name, word = RELATED[related]
        return icon_name, Markup('{} <a href="{}">{}</a>').format(_(word), *[entry.data[related]] * 2)
    icon_name, word = HAPPENED[entry.kind]
    return icon_name, entry.body or _(word)


def _file(attachment: Attachment, at: str) -> Markup:
    is_shown = attachment.mime in SHOWN_IMAGES
    sight = _IMAGE.format(at, attachment.id) if is_shown else icon_markup('file-text')
    return _FILE.format(at=at, id=attachment.id, name=attachment.name, size=size(attachment.size), sight=sight)
