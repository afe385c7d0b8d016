"""RSS 2.0 and Atom (RFC 4287). Pure."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from services.board.board_lines import Board
from services.board.feed_entries import Desk, Entry, announcements, updates
from services.language import N_

ATOM = 'http://www.w3.org/2005/Atom'
_NO_XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')  # XML 1.0 has no such characters

register_namespace('atom', ATOM)


def rss(board: Board, desk: Desk) -> bytes:
    """The updates of incidents and maintenance."""
    return _rss(board, desk, updates(board, desk), 'status.rss', '/status', _title(desk))


def announcements_rss(board: Board, desk: Desk) -> bytes:
    """What is announced now."""
    title = desk.say(N_('Announcements of %(desk)s', desk=desk.name))
    return _rss(board, desk, announcements(board, desk), 'announcements.rss', '/announcements', title)


def atom(board: Board, desk: Desk) -> bytes:
    """The updates of incidents and maintenance."""
    entries = updates(board, desk)
    feed = Element('feed', {'xmlns': ATOM, 'xml:lang': desk.language})
    _add(feed, 'id', f'{desk.url}/status.atom')
    _add(feed, 'title', _title(desk))
    _add(feed, 'updated', _changed(board, entries).isoformat())
    _add(SubElement(feed, 'author'), 'name', desk.name)
    SubElement(feed, 'link', rel='self', type='application/atom+xml', href=f'{desk.url}/status.atom')
    SubElement(feed, 'link', rel='alternate', type='text/html', href=f'{desk.url}/status')
    for entry in entries:
        item = SubElement(feed, 'entry')
        _add(item, 'id', entry.id)
        _add(item, 'title', entry.title)
        _add(item, 'updated', entry.at.isoformat())
        _add(item, 'published', entry.at.isoformat())
        SubElement(item, 'link', rel='alternate', href=entry.url)
        SubElement(item, 'category', term=_plain(entry.category))
        _add(item, 'content', _html(entry.text)).set('type', 'html')
    return _bytes(feed)


def _rss(board: Board, desk: Desk, entries: Sequence[Entry], name: str, page: str, title: str) -> bytes:
    root = Element('rss', version='2.0')
    channel = SubElement(root, 'channel')
    _add(channel, 'title', title)
    _add(channel, 'link', desk.url + page)
    _add(channel, 'description', title)
    _add(channel, 'language', desk.language)
    _add(channel, 'lastBuildDate', format_datetime(_changed(board, entries)))
    SubElement(channel, f'{{{ATOM}}}link', rel='self', type='application/rss+xml', href=f'{desk.url}/{name}')
    for entry in entries:
        item = SubElement(channel, 'item')
        _add(item, 'title', entry.title)
        _add(item, 'link', entry.url)
        _add(item, 'guid', entry.id).set('isPermaLink', 'false')
        _add(item, 'pubDate', format_datetime(entry.at.astimezone(UTC)))
        _add(item, 'category', entry.category)
        _add(item, 'description', _html(entry.text))
    return _bytes(root)


def _title(desk: Desk) -> str:
    return desk.say(N_('Status of %(desk)s', desk=desk.name))


def _changed(board: Board, entries: Sequence[Entry]) -> datetime:
    """When the newest entry was told; the day itself where there is none, so that nothing changes by itself."""
    return (entries[0].at if entries else datetime.combine(board.today, time(), UTC)).astimezone(UTC)


def _html(text: str) -> str:
    """A reader shows it as HTML: what somebody wrote stays what it was."""
    return '<br>'.join(escape(line) for line in text.split('\n'))


def _plain(text: str) -> str:
    return _NO_XML.sub('\ufffd', text)


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _plain(text)
    return element


def _bytes(root: Element) -> bytes:
    return bytes(tostring(root, encoding='utf-8', xml_declaration=True))
