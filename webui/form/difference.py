"""What differs between two states of the same thing, as people read it."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from webui.i18n import _

LONGEST = 300  # characters of a value
_OLD = Markup('<del>{}</del>')
_NEW = Markup('<ins>{}</ins>')
_BOTH = Markup('{} <span aria-hidden="true">→</span><span class="sr-only">{}</span> {}')


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(path, old, new) of each value that differs, the parts of its path joined by dots; None where there was none."""
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from ((f'{key}.{path}', was, now) for path, was, now in differences(old, new))
        elif old != new:
            yield str(key), old, new


def difference_markup(old: Any, new: Any) -> Markup:
    """«SOS» → «SOS Ondú Cloud»; only the new one where there was nothing."""
    return change_markup(None if old is None else plainly(old), plainly(new))


def change_markup(old: str | None, new: str) -> Markup:
    """The same, of values in words."""
    if old is None:
        return _NEW.format(new)
    return _BOTH.format(_OLD.format(old), _('now'), _NEW.format(new))


def plainly(value: Any, longest: int = LONGEST) -> str:
    """A stored value without its syntax, up to so many characters."""
    if value is None or value in ('', [], {}, ()):
        return _('nothing')
    if isinstance(value, bool):
        return _('yes') if value else _('no')
    if isinstance(value, str):
        return f'«{shortened(_("an image") if value.startswith("data:") else value, longest)}»'
    if isinstance(value, Mapping):
        return shortened(', '.join(f'{key}: {plainly(one, longest)}' for key, one in value.items()), longest)
    if isinstance(value, list | tuple):
        return shortened(', '.join(plainly(one, longest) for one in value), longest)
    return str(value)


def shortened(text: str, longest: int) -> str:
    """The beginning of what is longer."""
    return text if len(text) <= longest else f'{text[:longest]}…'
