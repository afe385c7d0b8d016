"""What a reverse proxy says about the visitor, believed from trusted proxies alone (OWASP ASVS 5.0, 4.1.3)."""

import ipaddress
from functools import cache

from starlette.types import Scope

from services.env import env
from webui.edge.origins import header

# Nobody further in may read these: NiceGUI would put the prefix into its pages.
FORWARDED = frozenset(
    (
        b'forwarded',
        b'x-forwarded-for',
        b'x-forwarded-host',
        b'x-forwarded-port',
        b'x-forwarded-prefix',
        b'x-forwarded-proto',
        b'x-real-ip',
        b'x-script-name',
    )
)


def unwrap(scope: Scope) -> None:
    """Put the visitor's address and scheme into `scope`, and drop the headers that told them."""
    headers = scope['headers']
    peer = scope['client'][0] if scope.get('client') else ''
    if is_trusted(peer):
        hops = header(headers, b'x-forwarded-for').decode('latin-1').split(',')
        visitor = next((hop for hop in map(_address, reversed(hops)) if hop and not is_trusted(hop)), peer)
        scope['client'] = (visitor, 0)
        proto = header(headers, b'x-forwarded-proto').decode('latin-1').strip().lower()
        if proto in ('http', 'https'):
            is_socket = scope['type'] == 'websocket'
            scope['scheme'] = {'http': 'ws', 'https': 'wss'}[proto] if is_socket else proto
    scope['headers'] = [(name, value) for name, value in headers if name not in FORWARDED]


def is_trusted(address: str) -> bool:
    """Whether `address` is one of MESA_TRUSTED_PROXIES, or in one of its networks."""
    try:
        return any(ipaddress.ip_address(address) in network for network in _trusted())
    except ValueError:
        return False


@cache
def _trusted() -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(proxy, strict=False) for proxy in env().trusted_proxies)


def _address(hop: str) -> str:
    """A hop without port and brackets; nothing when it is no address."""
    text = hop.strip().removeprefix('[').split(']')[0]
    text = text.split(':')[0] if text.count(':') == 1 else text
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ''
