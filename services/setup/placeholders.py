"""Contacts that nobody has given yet: visibly none, and not published until they are replaced (spec 1.6-i)."""

NUMBER = '+00 000 000 0000'  # of no country


def is_placeholder(text: str) -> bool:
    """Whether a number is one that cannot be called."""
    return text.replace(' ', '').startswith('+000')


def is_unfilled(text: str) -> bool:
    """Whether a text still names, in braces, what somebody has to say first."""
    return '{' in text
