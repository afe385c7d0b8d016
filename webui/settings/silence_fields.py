"""When silence ends a ticket, as a sentence with fields in it."""

from services.language import N_
from services.tickets.silence_rules import Silence
from webui.elements import tag
from webui.form.forms import Form
from webui.form.setting_fields import number
from webui.i18n import _

MODES = (('any', N_('or: whichever comes first')), ('all', N_('and: not before both')))
RESULTS = (
    ('closed', N_('Closed, without contact'), N_('A new ticket goes on from it')),
    ('resolved', N_('Solved'), N_('The customer can still say that it fails')),
)


def draw(form: Form, value: Silence) -> None:
    with form.element:
        sentence = tag('div', '', 'setting-sentence')
    fields = (
        number(
            form, 'auto_close_days', _('A question ends its ticket after'), _('working days'), value.auto_close_days
        ),
        form.select(
            'auto_close_mode', _('and besides'), [(key, _(word)) for key, word in MODES], value=value.auto_close_mode
        ),
        number(
            form, 'max_attempts', _('after failed attempts to reach the customer'), _('attempts'), value.max_attempts
        ),
    )
    for field in fields:
        field.box.move(sentence)
    results = [(key, _(word), _(more)) for key, word, more in RESULTS]
    form.cards('result', _('Then the ticket is'), results, value=value.result)
    hint = _('From the solution on, while nobody says that it still fails.')
    number(
        form,
        'confirm_days',
        _('A solution counts as confirmed after'),
        _('working days'),
        value.confirm_days,
        hint=hint,
    )
