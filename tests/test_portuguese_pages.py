"""Nothing English or Spanish of ours is left on a page that is read in Portuguese."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from services.language import translator
from services.setup.demo import PASSWORD
from tests.house.messages import ROOT, read
from tests.support.server import Server
from tests.support.visitor import Page, Visitor
from tests.test_accessibility import PAGES as JUDGED

MARKUP = re.compile(r'<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>', re.DOTALL)
SAID = re.compile(r'(?:aria-label|title|alt|placeholder|content)="([^"]*)"')
READ = ('text', 'innerHTML', 'aria-label', 'title', 'placeholder', 'alt', 'label')
TICKET = re.compile(r'/(?:desk|tickets)/MV-\d{2,}')
# mails to people who read Spanish, and changes under the names that the program has for what was changed
WRITTEN = ('/demo/mail', '/settings/audit')
PAGES = (
    *((email, path) for email, paths in JUDGED.items() for path in paths),
    *(('', path) for path in ('/status', '/kiosk', '/tickets/MV-1', '/nowhere', '/search', '/register/wait')),
    *(('', f'/{door}/gone') for door in ('verify', 'invite', 'guest', 'status/confirm', 'status/unsubscribe')),
    *(('lucia@mirador.example', path) for path in ('/nowhere', '/search?q=impresora', '/policies', '/second-factor')),
    *(('marta@mesa.example', path) for path in ('/desk/new', '/desk/articles/report')),
    ('admin@mesa.example', '/settings/audit?last=2000-01-01'),
)


def foreign() -> tuple[set[str], set[str]]:
    """Texts of ours that read otherwise in Portuguese: English ones, and Spanish ones that nobody writes by chance."""
    english, spanish = set(), set()
    for message in read(ROOT / 'assets/locale/pt/LC_MESSAGES/mesa.po'):
        if isinstance(message.id, str) and message.id and message.string != message.id and '%(' not in message.id:
            english.add(message.id)
            told = translator('es').gettext(message.id)
            if len(told.split()) > 3 and told != message.string:
                spanish.add(told)
    return english, spanish


def texts(html: str) -> Iterator[str]:
    """What of some HTML is read or read aloud."""
    yield from (unescape(words).strip() for words in (*MARKUP.split(html), *SAID.findall(html)))


def shown(elements: dict[str, Any]) -> Iterator[str]:
    """The same of a page's elements, as NiceGUI writes them, but for those that say they are in another language."""
    for element in elements.values():
        if element.get('props', {}).get('lang', 'pt') != 'pt':
            continue
        for name, value in ({'text': element.get('text')} | element.get('props', {})).items():
            if name in READ and isinstance(value, str):
                yield from texts(value)


@pytest.mark.rule('S3-9')
@pytest.mark.parametrize('email', sorted({email for email, _path in PAGES}))
async def test_a_page_in_portuguese_is_in_portuguese(demo_server: Server, email: str) -> None:
    (english, spanish), left = foreign(), {}
    async with Visitor(demo_server) as visitor:
        visitor.headers['Accept-Language'] = 'pt-BR'
        if email:
            await visitor.post_form('/login', email=email, password=PASSWORD)
        paths = [path for who, path in PAGES if who == email and path not in WRITTEN]
        own = TICKET.search(
            (await visitor.get('/desk' if '@mesa' in email else '/tickets', follow_redirects=True)).text
        )
        for path in (*paths, *([own[0]] if own else [])):
            answer = await visitor.get(path, follow_redirects=True)
            assert re.search(r'<html[^>]* lang="pt', answer.text), path
            told = {*texts(answer.text)}
            if 'parseElements' in answer.text:
                told |= {*shown(Page(visitor, answer.text).elements)}
            # what was said to a person who reads Spanish stays Spanish
            if found := told & (english if TICKET.match(path) else english | spanish):
                left[path] = found
    assert own or not email
    assert left == {}
