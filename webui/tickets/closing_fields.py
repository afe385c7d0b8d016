"""What can be done with a closed ticket, and for how long."""

from dataclasses import replace

from models.lifecycle import CloseReason
from services.language import N_, Text
from services.refusals import Invalid
from services.settings import Closing
from webui.appearance import CLOSE_REASON
from webui.elements import heading, tag
from webui.form.forms import Form, Values
from webui.form.setting_fields import built, number
from webui.i18n import _

# merged tickets go on in another
REASONS = tuple(reason for reason in CloseReason if reason not in (CloseReason.DUPLICATE, CloseReason.CANCELLED))


def draw(form: Form, value: Closing) -> None:
    with form.element:
        pair = tag('div', '', 'setting-pair')
    rating = number(form, 'rating_days', _('It can be rated for'), _('days'), value.rating_days)
    undo = number(form, 'undo_seconds', _('Closing it can be undone for'), _('seconds'), value.undo_seconds)
    for field in (rating, undo):
        field.box.move(pair)
    with form.element:
        heading(_('Reopening'), 3)
        tag('p', _('How long its customer can reopen a ticket, by how it ended; 0: he goes on in a new one.'), 'hint')
        grid = tag('div', '', 'setting-pair')
    for reason in REASONS:
        days = value.reopen_days.get(reason, 0)
        number(form, f'reopen_days.{reason}', _(CLOSE_REASON[reason]), _('days'), days).box.move(grid)


def build(value: Closing, form: Form, values: Values) -> Closing:
    """What the filled form means. `Invalid` for what is no number."""
    days: dict[str, int] = {}
    problems: dict[str, Text] = {}
    for reason in REASONS:
        typed = values.get(f'reopen_days.{reason}', '').strip()
        if typed.isascii() and typed.isdigit():
            days[reason.value] = int(typed)
        else:
            problems[f'reopen_days.{reason}'] = N_('Write a whole number')
    if problems:
        raise Invalid(problems)
    return replace(built(value, form, values), reopen_days=days)
