"""Native fields of date and time, as their reader's clock shows them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.language import N_
from services.refusals import Invalid
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.formats import local
from webui.i18n import locale

MINUTE = '%Y-%m-%dT%H:%M'  # as a native field of date and time has it


def instant_field(form: Form, name: str, label: str, at: datetime | None = None, hint: str = '') -> Field:
    value = local(at).strftime(MINUTE) if at else ''
    return form.line(name, label, hint=hint, value=value, type_='datetime-local')


def here(text: str) -> datetime:
    """What a native field holds, in its reader's time zone. `ValueError` or `OverflowError` for what is none."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(locale().zone)).astimezone(UTC)


def instant_of(values: Values, name: str) -> datetime | None:
    """What somebody chose in his time zone; None for nothing. `Invalid` for what is none."""
    text = values.get(name, '')
    if not text:
        return None
    try:
        return here(text)
    except (ValueError, OverflowError):
        raise Invalid({name: N_('Write a date and a time')}) from None
