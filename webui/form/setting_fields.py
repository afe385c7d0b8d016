"""Fields of settings, and what they mean: numbers with their unit, yes or no, texts."""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from services.language import N_, Text
from services.refusals import Invalid
from webui.elements import tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.form.translated_field import translated

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar('Value', bound='DataclassInstance')


def number(form: Form, name: str, label: str, unit: str, value: int, *, hint: str = '') -> Field:
    """A whole number, with what it counts beside it."""
    field = form.line(name, label, hint=hint, value=str(value), inputmode='numeric', maxlength=9, autocomplete='off')
    with field.box, tag('div', '', 'with-unit') as row:
        field.control.move(row)
        word = tag('span', unit)
    field.control.props['aria-describedby'] += f' {word.html_id}'
    return field


def tick(form: Form, name: str, label: str, *, is_on: bool, hint: str = '') -> Field:
    """Yes or no; what stands beside the box says what yes means."""
    with form.element:
        box = tag('input', '', '', type='checkbox', name=name)
        box.props['defaultChecked'] = is_on
        field = Field(label, hint, box)
        field.box.classes('tick')
    return form.add(name, field)


def built(value: Value, form: Form, values: Values) -> Value:
    """`value` with what the form says of those of its fields that are texts, whole numbers, or yes or no.

    What is a dictionary by language is read from a `translated_field`. `Invalid` for what is no number.
    """
    said: dict[str, Any] = {}
    problems: dict[str, Text] = {}
    for one in fields(value):
        was = getattr(value, one.name)
        if one.name not in form.fields:
            continue
        if isinstance(was, bool):
            said[one.name] = one.name in values
        elif isinstance(was, int):
            text = values.get(one.name, '').strip()
            if text.isascii() and text.isdigit():
                said[one.name] = int(text)
            else:
                problems[one.name] = N_('Write a whole number')
        elif isinstance(was, dict):
            said[one.name] = translated(values, one.name, was)
        else:
            said[one.name] = values.get(one.name, '').strip()
    if problems:
        raise Invalid(problems)
    return replace(value, **said)
