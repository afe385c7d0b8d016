"""The desk's own words for each severity, in every language."""

from collections.abc import Mapping

from models.priority import Priority
from services.language import LANGUAGES, N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid
from services.sla.severities import LONGEST, OURS, Severities
from webui.appearance import PRIORITY
from webui.elements import tag
from webui.form.forms import Form, Values
from webui.form.translated_field import translated, translated_field
from webui.i18n import _

NAME = 60
TEXTS: Mapping[str, Text] = {'names': N_('Name'), 'definitions': N_('What it means'), 'examples': N_('Examples')}


def draw(form: Form, value: Severities) -> None:
    for level in Priority:
        with (
            form.element,
            tag('details', '', 'blanks', open=any(level.value in getattr(value, name) for name in TEXTS)) as part,
        ):
            tag('summary', f'S{level.rank} {_(PRIORITY[level].word)}')
        for place, (name, word) in enumerate(TEXTS.items()):
            ours = {code: OURS[level][place].into(code) for code in LANGUAGES}
            longest = NAME if name == 'names' else LONGEST
            said = getattr(value, name).get(level.value, {})
            rows = 0 if name == 'names' else 2
            field = translated_field(form, f'{name}.{level}', _(word), said, rows=rows, maxlength=longest, ours=ours)
            field.box.move(part)


def build(_value: Severities, _form: Form, values: Values) -> Severities:
    """What the filled form means. `Invalid` for a text that cannot be stored."""
    problems = {
        name: problem
        for name, text in values.items()
        if (problem := text_problem(text, longest=NAME if name.startswith('names.') else LONGEST))
    }
    if problems:
        raise Invalid(problems)
    said = {
        name: {level.value: texts for level in Priority if (texts := translated(values, f'{name}.{level}'))}
        for name in TEXTS
    }
    return Severities(**said)
