"""Promised times in words."""

from collections.abc import Mapping
from datetime import timedelta

from models.priority import Target
from services.language import N_, Text
from webui.formats import hours
from webui.i18n import ngettext

TIMES: Mapping[str, Text] = {
    'first_response': N_('First response'),
    'update': N_('Updates every'),
    'resolution': N_('Solution'),
}
HOUR = timedelta(hours=1)


def typed(minutes: int) -> str:
    """As it stands in a field: "30 min", "3 h"."""
    return hours(timedelta(minutes=minutes)).replace('\u00a0', ' ')


def promised_words(target: Target, name: str) -> str:
    """«30 min», «3 h hábiles»"""
    span: timedelta = getattr(target, name)
    if target.clock == 'wall':
        return hours(span)
    return ngettext('%(span)s of working time', '%(span)s of working time', max(1, span // HOUR), span=hours(span))
