"""Our signature on what leaves by mail and may come back: by it we know our threads again, and our own mails."""

import base64
import hmac
import secrets
from email.utils import parseaddr

from services.env import env, secret

LONGEST_HOST = 31  # keeps a Message-ID within 70 characters: some servers cut or encode longer ones


def sign(text: str) -> str:
    """HMAC-SHA256 of `text`, 80 bits of it as 16 characters of lower-case base32, as some servers fold the case."""
    return base64.b32encode(hmac.digest(secret(), text.encode(), 'sha256')[:10]).decode().lower()


def new_message_id() -> str:
    """A Message-ID for one mail, which it keeps however often it is sent."""
    return _signed(secrets.token_hex(8))


def thread_id(ticket_id: int) -> str:
    """The root of a ticket's thread, first in the References of its mails: some relays rewrite each Message-ID."""
    return _signed(f't{ticket_id}')


def incident_thread(incident_id: int) -> str:
    """The same for what is told about an incident."""
    return _signed(f'i{incident_id}')


def loop_mark() -> str:
    """The same on every mail of this desk, so that it knows its own when one comes back."""
    return sign('loop')


def mail_host() -> str:
    """The domain that the desk writes from."""
    return parseaddr(env().mail_from)[1].rpartition('@')[2] or 'localhost'


def _signed(name: str) -> str:
    return f'<mv.{name}.{sign(name)}@{mail_host()[-LONGEST_HOST:].lstrip(".-")}>'
