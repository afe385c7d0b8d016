"""The viewer's language, time zone and theme, and `_`."""

import copy
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote
from weakref import WeakKeyDictionary
from zoneinfo import available_timezones

from babel import Locale as Names
from nicegui import Client, ui
from starlette.requests import Request

from models import User
from services.env import env
from services.language import Text, Words, known, spoken, translator
from services.people import countries

LANGUAGE_COOKIE = 'mesa-language'
THEME_COOKIE = 'mesa-theme'
ZONE_COOKIE = 'mesa-zone'


available_zones = cache(available_timezones)


@dataclass(frozen=True)
class Locale:
    """How this person reads: language, IANA zone, and `dark` as NiceGUI takes it (None: as the system has it)."""

    language: str
    zone: str
    dark: bool | None


_locales: WeakKeyDictionary[Client, Locale] = WeakKeyDictionary()
_here: ContextVar[Locale | None] = ContextVar('locale', default=None)  # in a page's build and in its live views


def locale_of(request: Request, viewer: User | None) -> Locale:
    """The person's own choice, then the browser's cookie and header, then the desk's setting."""
    language = (
        known(viewer.language if viewer else None)
        or known(request.cookies.get(LANGUAGE_COOKIE))
        or _accepted(request.headers.get('accept-language', ''))
        or spoken()
    )
    zone = (viewer.time_zone if viewer else '') or _known_zone(request.cookies.get(ZONE_COOKIE, '')) or env().time_zone
    dark = {'dark': True, 'light': False}.get(request.cookies.get(THEME_COOKIE, ''))
    return Locale(language, zone, dark)


def _accepted(header: str) -> str | None:
    """The first that the desk speaks: browsers name first what their person likes best."""
    return next(filter(None, (known(one.split(';')[0]) for one in header.split(','))), None)


def _known_zone(name: str) -> str:
    """The zone that the browser says it is in, if there is such a one."""
    return unquote(name) if unquote(name) in available_zones() else ''


def speak(client: Client, locale: Locale) -> None:
    """Let everything that is drawn for `client` speak its language. Call it before the page is answered."""
    _locales[client] = locale
    _here.set(locale)
    client.page = copy.copy(client.page)
    client.page.language = locale.language  # type: ignore[assignment]
    client.page.dark = locale.dark


def speak_as(locale: Locale) -> None:
    """Let what this task draws, for no page in particular, speak so."""
    _here.set(locale)


def locale() -> Locale:
    """How the person reads for whom something is being drawn."""
    return _here.get() or _locales.get(ui.context.client) or Locale(spoken(), env().time_zone, None)


def language_name(code: str) -> str:
    """What the viewer calls a language: "inglés"."""
    return str(Names.parse(locale().language).languages[code])


def country_name(code: str) -> str:
    """What the viewer calls a country; its code where it is none."""
    return countries.name(code, locale().language)


def _(msgid: str | Text | Words, **params: object) -> str:
    """`msgid` in the viewer's language; `params` fill its `%(name)s`."""
    if isinstance(msgid, Words):
        return msgid.into(locale().language)
    if isinstance(msgid, str):
        text = translator(locale().language).gettext(msgid)
        return text % params if params else text
    return Text(msgid.msgid, {**msgid.params, **params}).into(locale().language)


def saying(words: Text | Words | None) -> str:
    """What the desk says somewhere (services/sayings.py), in the viewer's language; nothing where it says nothing."""
    return _(words) if words else ''


def ngettext(singular: str, plural: str, n: int, **params: object) -> str:
    """The form for `n`, with `%(n)d` and `params` filled."""
    return translator(locale().language).ngettext(singular, plural, n) % {'n': n, **params}
