"""A text in several languages: one field for each language that the desk offers, and what it shows where one lacks."""

from collections.abc import Mapping

from services.language import offered
from webui.elements import tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.i18n import language_name

LONGEST = 2000  # characters


def translated_field(
    form: Form,
    name: str,
    label: str,
    texts: Mapping[str, str],
    *,
    hint: str = '',
    rows: int = 0,
    maxlength: int = LONGEST,
    ours: Mapping[str, str] | None = None,
) -> Field:
    """`texts` by language, in a group called `label`: the values `name.es`, `name.en` and so on; see `translated`.

    Lines, or where `rows` is given boxes of so many rows. `ours` is what is shown while a language has nothing.
    """
    with form.element:
        group = tag('div', '', 'said', role='group')
        with group:
            for code in offered():
                _said_in(form, f'{name}.{code}', code, texts.get(code, ''), rows, maxlength, (ours or {}).get(code, ''))
        return form.add(name, Field(label, hint, group, group=True))


def _said_in(form: Form, name: str, code: str, text: str, rows: int, maxlength: int, ours: str) -> None:
    kind = {'rows': rows} if rows else {'type': 'text'}
    control = tag('textarea' if rows else 'input', '', 'input', name=name, dir='auto', lang=code, maxlength=maxlength)
    control.props.update(kind)
    control.props['defaultValue'] = text
    if ours:
        control.props['placeholder'] = ours
    field = form.add(name, Field(language_name(code).capitalize(), '', control))
    field.box.classes('said-in')


def translated(values: Values, name: str, before: Mapping[str, str] | None = None) -> dict[str, str]:
    """What was written into a `translated_field`, by language; nothing for what is empty.

    What was there `before` in a language that is not offered now is kept.
    """
    kept = {code: text for code, text in (before or {}).items() if code not in offered()}
    said = {code: values.get(f'{name}.{code}', '').strip() for code in offered()}
    return kept | {code: text for code, text in said.items() if text}
