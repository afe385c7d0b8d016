"""A line of the audit log as a row."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from services.audit_trail import Line
from webui.form.difference import change_markup, differences
from webui.formats import exact, moment
from webui.i18n import _, ngettext
from webui.settings.audit_fields import field_words, value_words
from webui.settings.audit_words import action_word

FEW = 3  # changes
_ROW = Markup(
    '<article class="audit-row" data-row="{id}"><header><b dir="auto">{who}</b> <span>{action}</span>'
    '<span class="muted" dir="auto">{subject}</span></header>'
    '<p class="muted small"><time datetime="{iso}" title="{exact}">{when}</time>{ip}</p>{changes}</article>'
)
_CHANGES = Markup('<dl class="facts audit-changes">{}</dl>')
_MANY = Markup('<details><summary>{}</summary>{}</details>')
_CHANGE = Markup('<dt>{}</dt><dd dir="auto">{}</dd>')


def audit_row(line: Line) -> Markup:
    """Who did what, when and from where, and what it changed."""
    return _ROW.format(
        id=line.id,
        who=line.who or _('Nobody we know'),
        action=action_word(line.action),
        subject=line.subject,
        iso=line.at.isoformat(),
        exact=exact(line.at),
        when=moment(line.at),
        ip=f' · {line.ip}' if line.ip else '',
        changes=_changes(line),
    )


def _changes(line: Line) -> Markup:
    """Few as they are, many folded."""
    found = [
        _CHANGE.format(
            field_words(path), change_markup(None if old is None else value_words(path, old), value_words(path, new))
        )
        for path, old, new in _leaves(line.before, line.after)
    ]
    if not found:
        return Markup('')
    told = _CHANGES.format(Markup('').join(found))
    return told if len(found) <= FEW else _MANY.format(ngettext('%(n)d change', '%(n)d changes', len(found)), told)


def _leaves(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """As `differences`, also inside of what was not there before, or is not there any more."""
    for path, old, new in differences(before, after):
        if (old or new) and isinstance(old or {}, Mapping) and isinstance(new or {}, Mapping):
            yield from ((f'{path}.{rest}', was, now) for rest, was, now in _leaves(old or {}, new or {}))
        else:
            yield path, old, new
