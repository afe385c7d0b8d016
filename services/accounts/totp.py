"""Time-based one-time codes (RFC 6238): six digits of HMAC-SHA-1 every 30 seconds. Pure."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime
from urllib.parse import quote

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a clock may be early or late


def secret_of(key: bytes, purpose: str) -> str:
    """160 bits in Base32, as apps take them (RFC 4226, section 4): always the same ones of a key and a purpose."""
    return base64.b32encode(hmac.digest(key, purpose.encode(), 'sha256')[:20]).decode()


def code_at(secret: str, step: int) -> str:
    """The code of a step, which is the Unix time over `STEP`."""
    digest = hmac.new(base64.b32decode(secret), struct.pack('>Q', step), hashlib.sha1).digest()
    (number,) = struct.unpack_from('>I', digest, digest[-1] & 15)
    return str((number & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


def step_at(instant: datetime) -> int:
    return int(instant.timestamp()) // STEP


def matching_step(secret: str, code: str, instant: datetime, after: int) -> int | None:
    """The step later than `after` whose code this is; None for a wrong, old or used one. All take the same time."""
    tried = ''.join(code.split()).encode('utf-8', 'replace')
    around = step_at(instant)
    found = None
    for step in range(around - DRIFT, around + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), tried) and step > after:
            found = step
    return found


def address(secret: str, account: str, issuer: str) -> str:
    """What the QR code says to an app (`otpauth:`)."""
    label = f'{quote(issuer, safe="")}:{quote(account, safe="@")}'
    return f'otpauth://totp/{label}?secret={secret}&issuer={quote(issuer, safe="")}&digits={DIGITS}&period={STEP}'
