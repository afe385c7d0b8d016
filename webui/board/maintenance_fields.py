"""How a maintenance comes again, and when those who want to know are reminded."""

from collections.abc import Mapping

from services.incidents.maintenance_plan import REMINDERS
from services.language import N_, Text
from services.refusals import Invalid
from webui.form.forms import Form, Values
from webui.i18n import _

RULES: Mapping[str, Text] = {
    '': N_('Once'),
    'FREQ=DAILY': N_('Every day'),
    'FREQ=WEEKLY': N_('Every week'),
    'FREQ=WEEKLY;INTERVAL=2': N_('Every two weeks'),
    'FREQ=MONTHLY': N_('Every month'),
    'FREQ=MONTHLY;INTERVAL=3': N_('Every three months'),
    'own': N_('By a rule (RFC 5545)'),
}
BEFORE: Mapping[int, Text] = dict(
    zip(
        REMINDERS,
        (
            N_('15 minutes before'),
            N_('An hour before'),
            N_('A day before'),
            N_('Two days before'),
            N_('A week before'),
        ),
        strict=True,
    )
)
USUAL = (60, 24 * 60)


def recurrence_field(form: Form) -> None:
    """One of the usual rules, or one that is typed."""
    form.select('recurrence', _('How often'), [(rule, _(word)) for rule, word in RULES.items()])
    own = form.line('rule', _('Rule'), hint=_('For example FREQ=MONTHLY;BYDAY=1SU: the first Sunday of the month.'))
    own.box.props['data-show-if'] = '{"recurrence": ["own"]}'  # assets/js/questions.js
    own.box.props['hidden'] = True


def recurrence_of(values: Values) -> str:
    rule = str(values.get('recurrence', ''))
    if rule != 'own':
        return rule
    own = str(values.get('rule', '')).strip()
    if not own:
        raise Invalid({'rule': N_('Write the rule')})
    return own


def reminder_field(form: Form) -> None:
    """The values `remind.60` and so on."""
    options = [(str(minutes), _(word)) for minutes, word in BEFORE.items()]
    form.checks('remind', _('Remind subscribers'), options, ticked=[str(minutes) for minutes in USUAL])
