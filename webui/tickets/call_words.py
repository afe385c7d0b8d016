"""What a line of the timeline tells of a call (S4-15)."""

from collections.abc import Mapping
from typing import Any

from services.desk.phone import Call, Failure
from services.hours.closed_day_calls import REASONS
from services.language import N_, Text
from webui.i18n import _

FAILURE: Mapping[str, Text] = {
    Failure.TOTAL: N_('Total failure: nothing works'),
    Failure.PARTIAL: N_('Partial failure: a part does not work'),
}
_CALL: Mapping[str, Text] = {
    Call.STATUS: N_('Call: the state was told'),
    Call.SUPPORT: N_('Call: support was given'),
    Call.OPENED: N_('Opened by phone'),
}


def call_words(data: Mapping[str, Any]) -> str:
    """ "Opened by phone · Lucía Herrera"."""
    call, failure = _CALL[data['call']], FAILURE.get(data.get('failure', ''))
    told = [_(word) for word in (call, failure, REASONS.get(data.get('closed_day', ''))) if word]
    return ' · '.join(filter(None, (*told, data.get('caller', ''))))
