"""What may be stored of a text that somebody typed."""

from services.language import N_, Text

LINE = 250
PROSE = 50_000


def text_problem(
    value: object, *, longest: int = PROSE, required: Text | None = None, one_line: bool = False
) -> Text | None:
    """What is wrong with a text, in words for its writer; None when it can be stored as it is.

    `required` is what to say when there is none. A text is never cut or mended silently.
    """
    if not isinstance(value, str):
        return N_('Write a text.')
    if required and not value.strip():
        return required
    if len(value) > longest:
        return N_('This text is too long: at most %(longest)d characters fit.', longest=longest)
    if '\x00' in value or any('\ud800' <= character <= '\udfff' for character in value):
        return N_('This text holds a character that cannot be stored.')
    if one_line and ('\n' in value or '\r' in value):
        return N_('Write it in one line.')
    return None


def is_id(text: str) -> bool:
    """Whether a text from a browser can be the id of a row; a larger number would be an error of the database."""
    return text.isascii() and text.isdecimal() and len(text) < 10
