"""What the search found, as rows: in the list below a box, and on the page of the search."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from models import User
from models.article import ArticleKind, ArticleState
from services.language import N_, Text
from services.search.search import Group
from services.search.search_hits import Hit, Pieces
from webui.appearance import CUSTOMER_STATUS, STATUS
from webui.formats import ago_markup
from webui.i18n import _
from webui.knowledge.article_look import KIND as ARTICLES
from webui.knowledge.article_look import UNREAD
from webui.markup import icon_markup
from webui.tickets.status_chip import chip_markup

KINDS: Mapping[str, tuple[str, Text]] = {
    'ticket': ('inbox', N_('Tickets')),
    'person': ('user', N_('People')),
    'article': ('lightbulb', N_('Articles and downloads')),
    'announcement': ('megaphone', N_('Announcements')),
}
_GROUP = Markup(
    '<div role="group" aria-label="{name}"><p class="hits-title" aria-hidden="true">{name}</p>{options}</div>'
)
_OPTION = Markup('<a class="hit" role="option" aria-selected="false" tabindex="-1" id="{id}" href="{href}">{row}</a>')
_ROW = Markup(
    '<span class="icon-box">{icon}</span><span class="hit-words"><span class="hit-title"><b class="line" dir="auto">'
    '{title}</b>{chip}</span><span class="hit-excerpt line" dir="auto">{excerpt}</span></span>{meta}'
)
_META = Markup('<span class="hit-meta"><span class="number">{}</span>{}</span>')
_HIT = Markup('<mark>{}</mark>')


def address_of(hit: Hit, actor: User | None) -> str:
    """The page of what was found."""
    if hit.kind == 'person':
        return f'/search?person={hit.id}'
    if hit.kind == 'announcement':
        return f'/announcements/{hit.id}'
    if hit.kind == 'article':
        return f'/downloads#{hit.row["slug"]}' if hit.row['kind'] == ArticleKind.DOWNLOAD else f'/kb/{hit.row["slug"]}'
    return f'/{"desk" if actor and actor.is_staff else "tickets"}/{hit.row["number"]}'


def options_markup(groups: Sequence[Group], actor: User | None, prefix: str) -> Markup:
    """The options of a listbox; their ids begin with `prefix`."""
    return Markup('').join(
        _GROUP.format(
            name=_(KINDS[group.kind][1]),
            options=Markup('').join(
                _OPTION.format(
                    id=f'{prefix}-{hit.kind}-{hit.id}', href=address_of(hit, actor), row=row_markup(hit, actor)
                )
                for hit in group.hits
            ),
        )
        for group in groups
    )


def row_markup(hit: Hit, actor: User | None) -> Markup:
    """One thing: what it is called and says, with the hits marked."""
    chip, meta = Markup(''), Markup('')
    if hit.kind == 'ticket':
        looks = STATUS if actor and actor.is_staff else CUSTOMER_STATUS
        chip = chip_markup(looks[hit.row['status']])
        meta = _META.format(hit.row['number'], ago_markup(hit.row['updated_at']))
    if hit.kind == 'article' and hit.row['state'] != ArticleState.PUBLISHED:
        chip = chip_markup(UNREAD[hit.row['state']])
    icon = icon_markup(ARTICLES[hit.row['kind']][0] if hit.kind == 'article' else KINDS[hit.kind][0])
    return _ROW.format(icon=icon, title=_marked(hit.title), chip=chip, excerpt=_marked(hit.excerpt), meta=meta)


def _marked(pieces: Pieces) -> Markup:
    return Markup('').join(_HIT.format(text) if is_hit else Markup('{}').format(text) for text, is_hit in pieces)
