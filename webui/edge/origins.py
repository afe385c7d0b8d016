"""Which hosts this desk answers to, and which origins may write to it."""

from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from services.env import env

LOOPBACK = ('127.0.0.1', 'localhost', '[::1]')


@cache
def hosts() -> frozenset[str]:
    """The Host headers to answer: that of BASE_URL, and on this machine alone its other names too."""
    parts = urlsplit(env().base_url)
    default = 443 if env().is_https else 80
    known = {parts.netloc.lower(), f'{parts.hostname}:{parts.port or default}'}
    if parts.port == default:
        known.add(str(parts.hostname))
    if parts.hostname in ('127.0.0.1', 'localhost', '::1'):
        known |= {f'{name}:{env().port}' for name in LOOPBACK} | {
            f'{name}:{parts.port or default}' for name in LOOPBACK
        }
    return frozenset(known)


@cache
def origins() -> frozenset[str]:
    """The origins whose pages may post and open sockets: those of our own hosts."""
    return frozenset(f'{urlsplit(env().base_url).scheme}://{host}' for host in hosts())


def is_ours(headers: Headers) -> bool:
    """Whether a request that changes something comes from our own pages (Origin, or else Sec-Fetch-Site).

    A request with neither was not made by a browser, and so not by a foreign page in somebody's name.
    """
    if origin := headers.get('origin'):
        return origin in origins()
    return headers.get('sec-fetch-site', 'none') in ('same-origin', 'none')


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The last header called `name`, or nothing."""
    return next((value for key, value in reversed(list(headers)) if key == name), b'')
