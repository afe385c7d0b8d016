"""The matrix of whom it touches and what still works, with a priority in each cell (S2-10)."""

from dataclasses import replace

from models.priority import Impact, Priority, Urgency
from services.sla.priorities import Priorities, cell_of
from webui.appearance import IMPACT, PRIORITY, URGENCY
from webui.elements import tag
from webui.form.forms import Form, Values
from webui.i18n import _


def draw(form: Form, value: Priorities) -> None:
    """A select is a cell: a click or the arrow keys change it, and its colour is that of what is chosen."""
    levels = [(level.value, f'S{level.rank} {_(PRIORITY[level].word)}') for level in Priority]
    with form.element, tag('div', '', 'matrix', role='group', aria_label=_('Priority of a ticket')) as matrix:
        tag('span')
        for urgency in Urgency:
            tag('span', _(URGENCY[urgency][0]), 'matrix-head', aria_hidden='true')
    for impact in Impact:
        with matrix:
            tag('span', _(IMPACT[impact][0]), 'matrix-head', aria_hidden='true')
        for urgency in Urgency:
            label = f'{_(IMPACT[impact][0])}, {_(URGENCY[urgency][0])}'
            field = form.select(cell_of(impact, urgency), label, levels, value=value.level(impact, urgency))
            field.label.classes('matrix-label')
            field.box.classes('matrix-cell').move(matrix)


def build(value: Priorities, _form: Form, values: Values) -> Priorities:
    """What the filled form means."""
    cells = {cell_of(impact, urgency) for impact in Impact for urgency in Urgency}
    return replace(value, matrix={name: values.get(name, '') for name in sorted(cells)})
