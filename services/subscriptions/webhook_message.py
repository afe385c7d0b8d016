"""What a webhook is told, and how that is signed: as Standard Webhooks (standardwebhooks.com) has it."""

import base64
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models import Incident, IncidentUpdate
from models.uptime import worst
from services.board.board_lines import ImpactLine
from services.language import Words
from services.subscriptions.subscription_mail import incident_address


def message(incident: Incident, update: IncidentUpdate, impacts: Sequence[ImpactLine], language: str) -> dict[str, Any]:
    """An update as JSON; instants are ISO 8601 in UTC, null for none."""
    return {
        'type': f'{incident.kind}.updated',
        'timestamp': _iso(update.created_at),
        'data': {
            'id': incident.id,
            'url': incident_address(incident),
            'kind': incident.kind,
            'title': Words.of(incident, 'title').into(language),
            'phase': update.phase,
            'status': worst(impact.status for impact in impacts),
            'starts_at': _iso(incident.starts_at),
            'ends_at': _iso(incident.ends_at),
            'update': {
                'id': update.id,
                'at': _iso(update.at),
                'body': Words.of(update, 'body').into(language),
                'next_update_at': _iso(update.next_update_at),
            },
            'components': [
                {
                    'name': impact.component.into(language),
                    'region': impact.region.into(language) if impact.region else None,
                    'status': impact.status,
                }
                for impact in impacts
            ],
        },
    }


def body_of(told: dict[str, Any]) -> bytes:
    """The bytes that are signed and sent."""
    return json.dumps(told, ensure_ascii=False, separators=(',', ':')).encode()


def signed(secret: str, identifier: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a message: its id, the same however often it is sent, the second of sending, the signature."""
    second = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix('whsec_'))
    signature = hmac.digest(key, f'{identifier}.{second}.'.encode() + body, 'sha256')
    return {
        'Webhook-Id': identifier,
        'Webhook-Timestamp': second,
        'Webhook-Signature': 'v1,' + base64.b64encode(signature).decode(),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat().replace('+00:00', 'Z') if at else None
