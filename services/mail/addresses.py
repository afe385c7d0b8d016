"""Mail addresses that people type (S3-20)."""

import re

from services.language import N_, Text

MOST = 20
NO_MAIL = '@phone.invalid'  # stands behind the number of who has no mail address; nothing is mailed there
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r'@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])'
)


def is_address(text: str) -> bool:
    """Whether `text` is a plain mail address (RFC 5321 local part, a domain with a dot, 254 characters at most)."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and len(text.split('@')[0]) <= 64


def split_addresses(text: str) -> list[str]:
    """The addresses in `text`, casefolded, each once: separated by commas, semicolons or spaces."""
    return list(dict.fromkeys(part.casefold() for part in re.split(r'[,;\s]+', text) if part))


def addresses_problem(text: object) -> Text | None:
    """What is wrong with a list of addresses; names the bad one."""
    if not isinstance(text, str):
        return N_('Write a text.')
    if len(text) > 5000:
        return N_('At most %(most)d addresses fit.', most=MOST)
    addresses = split_addresses(text)
    for address in addresses:
        if not is_address(address):
            return N_('“%(address)s” is not a mail address.', address=address[:80])
    return N_('At most %(most)d addresses fit.', most=MOST) if len(addresses) > MOST else None
