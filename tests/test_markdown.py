"""What people write in Markdown is shown as they meant it, and can neither run nor load anything."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.markdown import TAGS, plain, render

HOSTILE = (
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt&#58;alert(1))',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '![a](https://evil.example/pixel.png)',
    '<a href="/" onclick="alert(1)" style="position:fixed">a</a>',
    '[a](/kb "x\\" onmouseover=\\"alert(1)")',
    '<svg/onload=alert(1)>',
    '```html\n<script>alert(1)</script>\n```',
    '| <b onclick=x>a</b> |\n|---|\n| <iframe src=//evil.example> |',
)
_TAG = re.compile(r'<(/?)(\w+)([^<>]*)>')
_ATTRIBUTE = re.compile(r'\s+([\w-]+)="[^"<>]*"')


def check(text: str) -> None:
    html = str(render(text))
    for _end, name, rest in _TAG.findall(html):
        assert name in TAGS, html
        assert set(_ATTRIBUTE.findall(rest)) <= {'href', 'title', 'rel', 'start', 'align'}, html
        assert not re.search(r'href="\s*(javascript|data|vbscript)', rest, re.IGNORECASE), html
    assert '<' not in _TAG.sub('', html), html


@pytest.mark.parametrize('text', HOSTILE)
def test_hostile_text_does_nothing(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from([*HOSTILE, *'<>"\'&`*_[]()#!|\n\\ ', 'a', '1. ', '- ', 'javascript:']), max_size=12))
def test_no_mixture_of_it_does_anything(parts: list[str]) -> None:
    check(''.join(parts))


def test_headings_lists_links_and_tables_are_what_they_are() -> None:
    html = str(render('# Uno\n\n1. **dos**\n\n[tres](/status) [cuatro](tel:+5934)\n\n|a|b|\n|-|-|\n|1|2|'))
    for expected in ('<h2>Uno</h2>', '<strong>dos</strong>', '<a href="/status"', 'href="tel:+5934"', '<td>1</td>'):
        assert expected in html


def test_the_words_alone_stand_in_one_line() -> None:
    assert plain('# Uno\n\n- **dos** [tres](/x)\n\n```\ncuatro\n```') == 'Uno dos tres cuatro'
