"""The two questions that a subject with "urgente" brings up (S4-19)."""

from services.tickets.urgent import AT_ONCE, REASONS, WORD, says_urgent
from webui.elements import heading, icon, tag
from webui.form.forms import Form, Values
from webui.i18n import _
from webui.tickets.question_fields import only_if_matches


def urgent_check(form: Form, draft: Values) -> None:
    """Draw them below the subject; they show as long as it says so."""
    with form.element:
        box = tag('div', '', 'urgent-check', role='group', aria_label=_('Is it urgent?'))
    with box, tag('div', '', 'urgent-words'):
        icon('zap')
        heading(_('You write “urgent”'), 2)
        tag('p', _('It goes first if it is critical and has to be solved at once. Otherwise nothing changes.'))
    reasons = [(key, _(word), '') for key, word in REASONS.items()]
    critical = form.cards(
        'critical', _('Is it critical?'), [*reasons, ('no', _('No'), '')], value=draft.get('critical', '')
    )
    answers = [(AT_ONCE, _('Yes, at once'), ''), ('no', _('No, it can wait'), '')]
    immediate = form.cards(
        'immediate', _('Does it have to be solved at once?'), answers, value=draft.get('immediate', '')
    )
    for field in (critical, immediate):
        field.box.move(box)
    only_if_matches(box, 'subject', WORD, is_shown=says_urgent(draft.get('subject', '')))
