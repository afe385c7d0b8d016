"""A live page without a screen: its elements as loaded, and what the socket has changed of them since."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

from tests.support.visitor import Page, PageSocket

_PERSONAL = {'presence', 'read-mark', 'composer'}
_TIMES = re.compile(r'<time.*?</time>', re.DOTALL)
_ROWS = re.compile(r'^mesa\.rows\((.*)\)$', re.DOTALL)
_EACH = re.compile(r'(?=<\w+ [^<>]*data-row=")')
_TAGS = re.compile(r'<[^>]*>')

Element = dict[str, Any]


class LivePage:
    """The elements of a page, by id, as they are now."""

    def __init__(self, page: Page) -> None:
        self.elements: dict[str, Element] = page.elements
        self.with_rows: set[str] = set()

    @classmethod
    @asynccontextmanager
    async def opened(cls, page: Page) -> AsyncIterator['LivePage']:
        """The page with its socket, kept current until the end."""
        live = cls(page)
        async with page.socket() as socket:
            assert socket.accepted
            reading = asyncio.create_task(live._follow(socket))
            try:
                yield live
            finally:
                reading.cancel()

    async def _follow(self, socket: PageSocket) -> None:
        while True:
            message = await socket.told('42[')
            kind, told = json.loads(message[message.index('[') :])
            if kind == 'update':
                self._update(told)
            elif kind == 'run_javascript' and (call := _ROWS.search(told['code'])):
                for element, *change in json.loads(call[1]):
                    self._show_rows(element.removeprefix('c'), *change)

    def _update(self, elements: dict[str, Element | None]) -> None:
        for number, element in elements.items():
            if element is None:
                self.elements.pop(number, None)
            elif number != '_id':
                if number in self.with_rows:  # as loaded, so a browser leaves it as it is
                    element['props']['innerHTML'] = self.elements[number]['props']['innerHTML']
                self.elements[number] = element

    def _show_rows(self, number: str, order: Any, changed: dict[str, str], _is_anew: bool) -> None:
        """What `mesa.rows` does in a browser (assets/js/rows.js)."""
        self.with_rows.add(number)
        props = self.elements[number]['props']
        shown = [row for row in _EACH.split(props.get('innerHTML', '')) if row]
        known = {row.split('data-row="', 1)[1].split('"', 1)[0]: row for row in shown}
        if not isinstance(order, list):
            gone, after = order['gone'], order['after']
            order = [key for key in known if key not in gone]
            for key, above in after:
                order.insert(order.index(above) + 1 if above else 0, key)
        rows = known | changed
        props['innerHTML'] = ''.join(rows[key] for key in order)

    def words(self, *classes: str) -> list[str]:
        """What can be read in the elements of these classes, in order; not the times, which go on, nor what is typed,
        present or new for one person only.
        """
        parts = [number for number, element in self.elements.items() if set(classes) & _classes(element)]
        return [words for number in sorted(parts, key=int) for words in self._words(number)]

    def _words(self, number: str) -> Iterator[str]:
        element = self.elements[number]
        if {'hidden', *_PERSONAL} & _classes(element) or element['tag'] in ('time', 'form', 'dialog'):
            return
        markup = element.get('props', {}).get('innerHTML', '')
        yield from (words for text in _TAGS.split(_TIMES.sub('', markup)) if (words := unescape(text).strip()))
        if text := element.get('text', '').strip():
            yield text
        for child in element.get('children', ()):
            yield from self._words(str(child))


def _classes(element: Element) -> set[str]:
    return set(element.get('class', ()))
