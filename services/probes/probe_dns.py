"""A name as a probe sees it in the DNS."""

import asyncio
import importlib
from typing import Any

from services import outgoing
from services.language import N_, Text

RECORDS = ('A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT')
PORT = 53


async def check_dns(name: str, options: dict[str, Any]) -> Text | None:
    """What is wrong with a name, None if it is well.

    `options`: `record`, one of `RECORDS`; `text`, which one of the answers must hold; `server`, `host` or `host:port`
    to ask, else those of this machine.
    """
    dns = await asyncio.to_thread(importlib.import_module, 'dns.asyncresolver')  # half a second, for those who need it
    exception = importlib.import_module('dns.exception')
    server = options.get('server', '')
    resolver = dns.Resolver(configure=not server)
    if server:
        host, port = outgoing.host_and_port(server, PORT)
        resolver.nameservers, resolver.port = await outgoing.addresses_of(host), port
    try:
        answer = await resolver.resolve(name, options.get('record', 'A'), search=False)
    except exception.Timeout as late:
        raise TimeoutError from late
    except exception.DNSException as problem:
        raise ConnectionError(str(problem)) from problem
    text = options.get('text', '')
    found = any(text in record.to_text() for record in answer)
    return None if found else N_('“%(text)s” is not in it', text=text)
