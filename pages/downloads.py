"""`/downloads`: recommended programs, forms and guides, with their versions and digests (S3-5, S3-28)."""

from markupsafe import Markup

from models import DownloadFile
from models.audience import Reader
from services.knowledge import downloads
from services.knowledge.articles import TOPIC
from services.knowledge.downloads import Download
from services.language import Words
from webui.elements import empty_state, heading, tag
from webui.formats import calendar_day, local, size
from webui.i18n import _, locale
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.viewer import anybody

_ROW = Markup(
    '<article class="download card" data-row="{id}"><span class="tile-icon">{icon}</span><div class="download-words">'
    '<h2 dir="auto">{title}</h2><p class="muted" dir="auto">{summary}</p><p class="download-facts muted small">{facts}'
    '</p>{digest}</div><a class="button button-secondary" href="/downloads/{file}" download aria-label="{name}">{arrow}'
    '<span>{load}</span></a></article>'
)
_DIGEST = Markup(
    '<details class="download-more small"><summary>{words}</summary><dl class="facts"><dt>SHA-256</dt>'
    '<dd class="digest">{digest}</dd></dl>{older}</details>'
)
_OLDER = Markup('<ul class="download-older" aria-label="{}">{}</ul>')
_VERSION = Markup('<li><a href="/downloads/{}" download>{}</a> <span class="muted">{}</span></li>')


@shell.page('/downloads', Access.ANYONE)
async def all_downloads() -> None:
    title(_('Recommended downloads'))
    with tag('div', '', 'page page-narrow'):
        with tag('div', '', 'page-head'):
            heading(_('Recommended downloads'))
        rows = LiveRows[Download](
            tag('div', '', 'download-list'), key=lambda one: one.article.id, stamp=_stamp, draw=_row
        )
        nothing = empty_state('download', _('Nothing to download'), _('Programs, forms and guides will be here.'))

    async def show() -> None:
        shelf = await downloads.shelf(Reader.of(await anybody()))
        rows.show(shelf)
        nothing.set_visibility(not shelf)

    await live([TOPIC], show)


def facts(file: DownloadFile) -> str:
    """«guía.pdf · versión 2.1 · 1,4 MB · 20 nov 2026»"""
    label = _('version %(name)s', name=file.label) if file.label else ''
    told = (file.name, label, size(file.size), calendar_day(local(file.created_at).date()))
    return ' · '.join(filter(None, told))


def _stamp(one: Download) -> tuple[object, ...]:
    return one.article.updated_at, *(file.id for file in one.files)


def _row(one: Download) -> Markup:
    newest, *older = one.files
    language = locale().language
    name = Words.of(one.article, 'title').into(language)
    return _ROW.format(
        id=one.article.id,
        icon=icon_markup('file-archive' if newest.name.endswith('.zip') else 'file-text'),
        title=name,
        summary=Words.of(one.article, 'summary').into(language),
        facts=facts(newest),
        digest=_more(newest, older),
        file=newest.id,
        name=_('Download “%(title)s”', title=name),
        arrow=icon_markup('download'),
        load=_('Load'),
    )


def _more(newest: DownloadFile, older: list[DownloadFile]) -> Markup:
    versions = Markup('').join(
        _VERSION.format(file.id, file.label or calendar_day(local(file.created_at).date()), facts(file))
        for file in older
    )
    words = _('Digest and earlier versions') if older else _('Digest')
    listed = _OLDER.format(_('Earlier versions'), versions) if older else ''
    return _DIGEST.format(words=words, digest=newest.sha256, older=listed)
