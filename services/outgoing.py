"""Connections to addresses that somebody typed: to public networks, and to those alone that an admin allows.

A name is resolved once, and the connection goes to the very address that was checked, at each redirect anew: a name
that leads elsewhere a moment later (DNS rebinding) gains nothing.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

import httpcore
import httpx

from services.language import N_, Text
from services.settings import Outgoing, load

Address = IPv4Address | IPv6Address

REDIRECTS = 5
_NAT64 = IPv6Network('64:ff9b::/96')
# A name server that does not answer holds its threads for long; nothing else waits for these.
_resolvers = ThreadPoolExecutor(32, thread_name_prefix='resolver')

_REASONS: Mapping[tuple[type[BaseException], ...], Text] = {
    (TimeoutError, httpx.TimeoutException): N_('no answer in time'),
    (ConnectionRefusedError,): N_('the connection is refused'),
    (socket.gaierror,): N_('its name is not found'),
    (ssl.SSLCertVerificationError,): N_('its certificate is not valid'),
}


class Forbidden(Exception):
    """An address that nobody may connect to from here; its text is the address."""


async def addresses_of(host: str) -> list[str]:
    """The addresses of a name, in the order to try.

    `Forbidden` when one is in a network that is neither public nor allowed, `OSError` when there are none.
    """
    ask = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.get_running_loop().run_in_executor(_resolvers, ask)
    except UnicodeError as wrong:
        raise OSError(str(wrong)) from wrong
    allowed = (await load(Outgoing)).private_networks
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    for address in addresses:
        if not may_reach(address, allowed):
            raise Forbidden(address)
    return addresses


def may_reach(address: str, allowed: Iterable[str]) -> bool:
    """Whether connections may go to an address: a public one, or one in the `allowed` networks."""
    meant = _meant(ip_address(address))
    if any(meant in ip_network(network) for network in allowed):
        return True
    is_site_local = isinstance(meant, IPv6Address) and meant.is_site_local
    return meant.is_global and not (meant.is_multicast or meant.is_reserved or is_site_local)


def host_and_port(text: str, default: int | None = None) -> tuple[str, int]:
    """What `host:port` or `[::1]:port` says. `ValueError` when it says neither, or no port without a default."""
    parts = urlsplit(f'//{text}')
    port = parts.port or default
    if not parts.hostname or port is None or parts.netloc != text or parts.username is not None:
        raise ValueError(text)
    return parts.hostname, port


def reason(failed: BaseException) -> Text | None:
    """Why nothing came of a connection, in words that people know; None for what is rarer than that."""
    cause: BaseException | None = failed
    while cause:
        for kinds, words in _REASONS.items():
            if isinstance(cause, kinds):
                return words
        cause = cause.__cause__ or cause.__context__  # httpcore hides the cause
    return None


@cache
def client() -> httpx.AsyncClient:
    """The one client of this process for such requests: creating one takes a tenth of a second.

    It keeps no connection and heeds no proxy. A redirect is followed where it is asked for, and checked again.
    """
    transport = httpx.AsyncHTTPTransport()
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(), max_keepalive_connections=0, network_backend=_Checked()
    )
    return httpx.AsyncClient(transport=transport, trust_env=False, max_redirects=REDIRECTS)


class _Checked(httpcore.AnyIOBackend):
    """Connects to checked addresses; TLS still proves the name."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore has it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await addresses_of(host)
        except OSError as unknown:
            raise httpcore.ConnectError(str(unknown)) from unknown
        *others, last = addresses
        for address in others:
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await super().connect_tcp(last, port, timeout, local_address, socket_options)


def _meant(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that stands for it: it is what the connection would reach."""
    if isinstance(address, IPv4Address):
        return address
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if address in _NAT64:
        inside = IPv4Address(int(address) & 0xFFFFFFFF)
    return inside or address
