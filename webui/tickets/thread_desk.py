"""What the desk did to a ticket, in the words of its timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models import Entry
from models.entry import EntryKind
from services.language import Words
from services.tickets.contact_attempts import Outcome
from webui.appearance import HOLD, IMPACT_WORD, OUTCOME, PRIORITY, URGENCY_WORD, WAY
from webui.formats import moment
from webui.i18n import _
from webui.tickets.escalation_words import escalation_words


def deed(entry: Entry) -> tuple[str, str] | None:
    """Icon and words of a change of priority, department or cost, or of an attempt to reach the customer; else None."""
    data = entry.data
    match entry.kind, data.get('field'):
        case EntryKind.FIELD, 'priority':
            return 'zap', _priority(entry)
        case EntryKind.FIELD, 'department':
            return 'arrow-right', _moved(data)
        case EntryKind.FIELD, 'urgent':
            return 'zap', _('It is urgent: %(reason)s', reason=entry.body)
        case EntryKind.FIELD, 'cost':
            return 'receipt', _cost(entry)
        case EntryKind.CONTACT_ATTEMPT, _field if 'reminded' in data:
            return 'bell', f'{_("Reminded by mail")}. {_attempt(entry)}'
        case EntryKind.CONTACT_ATTEMPT, _field if 'way' in data:
            return 'phone', _attempt(entry)
        case EntryKind.ESCALATION, _field if 'escalation' in data:
            return 'arrow-up-right', escalation_words(entry)
        case EntryKind.ASSIGN, _field if data.get('new') is None:
            return 'user-x', _('Nobody has it now')
    return None


def decision(entry: Entry) -> list[str]:
    """What a message of the desk decided: "En espera: un proveedor · vie 27 nov, 10:00", "Aprobado"."""
    if reason := HOLD.get(entry.data.get('hold', '')):
        until = entry.data.get('promised_at')
        promised = [_('promised %(moment)s', moment=moment(datetime.fromisoformat(until)))] if until else []
        return [_('On hold: %(reason)s', reason=_(reason)), *promised]
    words = {'approved': _('Approved'), 'rejected': _('Not approved')}
    return [words[decided]] if (decided := entry.data.get('decision')) in words else []


def _moved(data: Mapping[str, Any]) -> str:
    """ "De Soporte 24 Horas a Sistemas, porque no es urgente", in the reader's language."""
    old, new = _(Words(data['old'], data.get('old_in', {}))), _(Words(data['new'], data.get('new_in', {})))
    if 'not_urgent' in data:
        return _('From %(old)s to %(new)s, because it is not urgent', old=old, new=new)
    return _('From %(old)s to %(new)s', old=old, new=new)


def _cost(entry: Entry) -> str:
    """Who pays, and why (S3-25)."""
    data = entry.data
    if data.get('because') == 'not_urgent':
        return _('No cost: it is not urgent')
    if data['new'] == 'waived':
        told = _('No cost: a serious fault of ours')
    elif data.get('old') == 'waived':
        told = _('It has a cost after all')
    else:
        told = _('Accepted the cost (notice, version %(version)d)', version=data['version'])
    return f'{told}. {entry.body}' if entry.body else told


def _priority(entry: Entry) -> str:
    """ "Prioridad Alta (antes Media): urgencia alta × importancia media. No puede facturar nadie." """
    old, new = entry.data['old'], entry.data['new']
    level, before, urgency, impact = new['priority'], old['priority'], new['urgency'], new['impact']
    levels = {
        'new': _(PRIORITY[level].word),
        'old': _(PRIORITY[before].word),
        'urgency': _(URGENCY_WORD[urgency]).lower(),
        'impact': _(IMPACT_WORD[impact]).lower(),
    }
    if entry.data['overrides']:
        why = _('Priority %(new)s (was %(old)s), other than urgency and importance say', **levels)
    elif level == before:
        why = _('Still priority %(new)s: urgency %(urgency)s × importance %(impact)s', **levels)
    else:
        why = _('Priority %(new)s (was %(old)s): urgency %(urgency)s × importance %(impact)s', **levels)
    return f'{why}. {entry.body}'


def _attempt(entry: Entry) -> str:
    data = entry.data
    way, outcome = data['way'], data['outcome']
    words = {'way': _(WAY[way]).lower(), 'outcome': _(OUTCOME[outcome]).lower()}
    if outcome == Outcome.REACHED:
        return _('Contact by %(way)s: %(outcome)s', **words)
    words |= {'count': data['count'], 'limit': data['of']}
    return _('Contact attempt %(count)d of %(limit)d by %(way)s: %(outcome)s', **words)
