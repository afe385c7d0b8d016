"""What is said of the levels of an escalation, in panels and timelines."""

from collections.abc import Mapping

from models import Entry
from services.escalation.escalating import Came
from services.language import N_, Text
from webui.i18n import _

# What came of turning to a level: word, and tone of its chip
CAME: Mapping[str, tuple[Text, str]] = {
    Came.NO_ANSWER: (N_('I could not reach anybody'), 'warn'),
    Came.NOT_SOLVED: (N_('It was not solved'), 'bad'),
    Came.SOLVED: (N_('It is taken care of'), 'ok'),
}


def escalation_words(entry: Entry) -> str:
    """ "Escalado al nivel 1, Líder de la mesa (Valentina Ríos). No se factura desde las 9:00." """
    data = entry.data
    who = f'{data["role"]} ({data["name"]})' if data.get('name') else str(data['role'])
    words = {'level': data['level'], 'who': who}
    if 'outcome' in data:
        outcome = data['outcome']
        came = _(CAME[outcome][0]).lower()
        told = _('Level %(level)d, %(who)s: %(outcome)s', outcome=came, **words)
    else:
        told = _('Escalated to level %(level)d, %(who)s', **words)
    return f'{told}. {entry.body}' if entry.body else told
