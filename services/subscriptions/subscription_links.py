"""The mailed links of a subscription: to confirm it, and to end it. They hold its id and our signature alone.

Nothing of them is stored, and ids are never given twice: who was mailed a link can use it, nobody can guess one.
"""

import base64
import hmac
import re
from enum import StrEnum

from services.env import env, secret
from services.refusals import NotFound

_KEY = re.compile(r'(\d{1,9})\.([a-z2-7]{32})', re.ASCII)


class Door(StrEnum):
    """What a link is for, as its address says."""

    CONFIRM = 'confirm'
    END = 'unsubscribe'


def link_to(door: Door, subscription_id: int) -> str:
    return f'{env().base_url}/status/{door}/{_key(door, subscription_id)}'


def subscription_id(door: Door, key: str) -> int:
    """Whose link it is. `NotFound` for a key that is not ours, or is for something else."""
    found = _KEY.fullmatch(key)
    if not found or not hmac.compare_digest(key, _key(door, int(found[1]))):
        raise NotFound
    return int(found[1])


def _key(door: Door, id_: int) -> str:
    """160 bits of signature in lower case, as some servers fold the case."""
    signature = hmac.digest(secret(), f'subscription:{door}:{id_}'.encode(), 'sha256')[:20]
    return f'{id_}.{base64.b32encode(signature).decode().lower()}'
