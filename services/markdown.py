"""Markdown as HTML that is safe to show: what people wrote can neither run anything nor load anything."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

DEEPEST = 4  # level of a heading
ATTRIBUTES = {'a': {'href', 'title'}, 'ol': {'start'}, 'td': {'align'}, 'th': {'align'}}
TAGS = {
    'a', 'blockquote', 'br', 'code', 'em', 'h2', 'h3', 'h4', 'hr', 'li', 'ol', 'p', 'pre', 's', 'strong',
    'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
}  # fmt: skip


def _below_title(state: StateCore) -> None:
    """The first heading of a page is its title: those of a text come below it."""
    for token in state.tokens:
        if token.type in ('heading_open', 'heading_close'):
            token.tag = f'h{min(max(int(token.tag[1:]), 2), DEEPEST)}'


_MARKDOWN = MarkdownIt('commonmark', {'html': False, 'linkify': False, 'typographer': False})
_MARKDOWN.enable(['table', 'strikethrough']).disable('image')
_MARKDOWN.core.ruler.push('below_title', _below_title)


@lru_cache(maxsize=200)
def render(text: str) -> Markup:
    """The HTML of a text. HTML in it is text, a link leads to web, mail or phone, or to a page of ours."""
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={'http', 'https', 'mailto', 'tel'},
        link_rel='noopener noreferrer nofollow',
    )
    return Markup(html)  # noqa: S704 - nh3 left only the tags above


def plain(text: str) -> str:
    """The words of a text without its marks, in one line: for a summary, an excerpt or a feed."""
    tokens = _MARKDOWN.parse(text)
    said = (
        child.content for token in tokens for child in token.children or () if child.type in ('text', 'code_inline')
    )
    blocks = (token.content for token in tokens if token.type in ('fence', 'code_block'))
    return ' '.join(' '.join([*said, *blocks]).split())
