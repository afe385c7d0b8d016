"""The countries of ISO 3166, by what people call them."""

import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale

# Regions and reservations that CLDR names too
_NONE = frozenset('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split())


@cache
def names(language: str) -> Mapping[str, str]:
    """Names by code, in the order of the alphabet of `language`."""
    known = Locale.parse(language).territories
    found = {code: name for code, name in known.items() if len(code) == 2 and code.isalpha() and code not in _NONE}
    return dict(sorted(found.items(), key=lambda one: unicodedata.normalize('NFKD', one[1]).casefold()))


def name(code: str, language: str) -> str:
    """What a country is called; its code where it is none."""
    return names(language).get(code, code)


def is_country(code: str) -> bool:
    return code in names('en')
