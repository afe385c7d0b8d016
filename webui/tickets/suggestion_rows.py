"""What is suggested to somebody who writes a ticket, as rows."""

from collections.abc import Iterator

from markupsafe import Markup

from models import Announcement, Article, Ticket
from models.incident import IncidentKind
from services.board.board_lines import IncidentLine
from services.knowledge.suggestions import Suggestions
from services.language import Words
from services.markdown import plain
from webui.appearance import CUSTOMER_STATUS
from webui.board.announced import KIND as TOLD
from webui.formats import moment
from webui.i18n import _
from webui.knowledge.article_look import KIND as WRITTEN
from webui.markup import icon_markup
from webui.tickets.status_chip import chip_markup

Row = tuple[str, Markup]
LONGEST = 120  # characters of what an announcement or an article is about

_INCIDENT = Markup(
    '<li class="suggestion" data-row="incident-{id}" data-tone="{tone}">{icon}<div class="row-words">'
    '<b dir="auto">{known} {title}</b><span class="small">{when}</span>'
    '<span class="suggestion-answers">{join}<button type="button" class="button button-quiet" '
    'data-suggestion="dismiss:{id}">{other}</button><a class="small" href="/status/incidents/{id}">{more}</a></span>'
    '</div></li>'
)
_JOIN = Markup('<button type="button" class="button button-secondary" data-suggestion="join:{}">{}</button>')
_READ = Markup(
    '<li data-row="{kind}-{id}"><button type="button" class="suggestion" data-suggestion="{kind}:{id}">{icon}'
    '<span class="row-words"><b dir="auto">{title}</b><span class="muted small" dir="auto">{about}</span></span>'
    '</button></li>'
)
_TICKET = Markup(
    '<li data-row="ticket-{id}"><a class="suggestion" href="/tickets/{number}">{icon}<span class="row-words">'
    '<b dir="auto">{title}</b><span class="muted small">{about} {number}</span>{chip}</span></a></li>'
)


def suggestion_rows(found: Suggestions) -> Iterator[Row]:
    """The key and the markup of each, in their order."""
    for incident in found.incidents:
        yield f'incident-{incident.id}', _incident(incident)
    for told in found.announcements:
        yield f'announcement-{told.id}', _announcement(told)
    for article in found.articles:
        yield f'article-{article.id}', _article(article)
    for ticket in found.tickets:
        yield f'ticket-{ticket.id}', _ticket(ticket)


def _incident(one: IncidentLine) -> Markup:
    is_planned = one.kind == IncidentKind.MAINTENANCE
    when = [_('Since %(moment)s.', moment=moment(one.starts_at))]
    if one.next_update_at:
        when.append(_('Next news: %(moment)s.', moment=moment(one.next_update_at)))
    return _INCIDENT.format(
        id=one.id,
        tone='info' if is_planned else 'warn',
        icon=icon_markup('wrench' if is_planned else 'triangle-alert'),
        known=_('Maintenance is going on:') if is_planned else _('We know already:'),
        title=_(one.title),
        when=' '.join(when),
        join='' if is_planned else _JOIN.format(one.id, _('It happens to me too')),
        other=_('It is something else'),
        more=_('How it stands'),
    )


def _announcement(one: Announcement) -> Markup:
    icon, title = icon_markup(TOLD[one.kind].icon), _(Words.of(one, 'title'))
    return _READ.format(kind='announcement', id=one.id, icon=icon, title=title, about=_about(_(Words.of(one, 'body'))))


def _article(one: Article) -> Markup:
    icon, title = icon_markup(WRITTEN[one.kind][0]), _(Words.of(one, 'title'))
    about = _(Words.of(one, 'summary')) or _about(_(Words.of(one, 'body')))
    return _READ.format(kind='article', id=one.id, icon=icon, title=title, about=about)


def _ticket(one: Ticket) -> Markup:
    chip, about = chip_markup(CUSTOMER_STATUS[one.status]), _('Open already:')
    icon = icon_markup('inbox')
    return _TICKET.format(id=one.id, number=one.number, icon=icon, title=one.subject, about=about, chip=chip)


def _about(body: str) -> str:
    said = plain(body)
    return said if len(said) <= LONGEST else (said[:LONGEST].rpartition(' ')[0] or said[:LONGEST]) + '…'
