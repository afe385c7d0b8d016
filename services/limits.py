"""Numbers that a setting may have. Pure."""

from services.language import N_, Text


def between(value: int, least: int, most: int) -> Text | None:
    """What is wrong with a number, in words for who typed it."""
    if least <= value <= most:
        return None
    return N_('Write a number from %(least)d to %(most)d', least=least, most=most)
