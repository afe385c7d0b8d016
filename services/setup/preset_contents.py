"""What a preset sets, told before somebody chooses it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.catalog_item import TicketKind
from services.language import N_, Text, Words
from services.setup import blueprint
from services.setup.blueprint import Row
from services.setup.preset_file import Preset, words

ANSWERS = {
    'accept': N_('Customers answer our mails, or in the portal.'),
    'prefer_portal': N_('Customers better answer in the portal; what comes by mail counts too.'),
    'portal_only': N_('Mails only notify; customers answer in the portal.'),
}


@dataclass(frozen=True)
class Part:
    """One subject, and what there will be: names, or sentences."""

    name: Text
    lines: Sequence[Text | Words]
    is_prose: bool = False


def contents(preset: Preset) -> list[Part]:
    """Subject by subject, those that the preset says something of."""
    types = blueprint.types(preset.rows('item'))
    incidents = [row for row in types if row['kind'] == TicketKind.INCIDENT]
    elsewhere = [row for row in types if row['kind'] == TicketKind.REDIRECT]
    requests = [row for row in types if row not in incidents and row not in elsewhere]
    parts = (
        Part(N_('Opening hours'), _said(preset.rows('calendar'), 'name')),
        Part(N_('Departments'), _said(preset.rows('department'), 'name')),
        Part(N_('Something does not work'), [_title(row) for row in incidents]),
        Part(N_('I need something'), [_title(row) for row in requests]),
        Part(N_('Somebody else takes care of this'), [_title(row) for row in elsewhere]),
        Part(N_('Texts'), _said(map(blueprint.article, preset.rows('article')), 'title')),
        Part(N_('Terms of service'), _said((row for row in preset.rows('article') if row.get('terms')), 'title')),
        Part(N_('Announcements'), _said(preset.rows('announcement'), 'title')),
        Part(N_('Escalation'), _said(preset.rows('path'), 'name')),
        Part(N_('Rules'), _rules(preset), is_prose=True),
    )
    return [part for part in parts if part.lines]


def _said(rows: Iterable[Row], field: str) -> list[Text | Words]:
    return [words(row, field) for row in rows]


def _title(row: Row) -> Words:
    others = {language: texts['title'] for language, texts in row['translations'].items() if 'title' in texts}
    return Words(row['title'], others)


def _rules(preset: Preset) -> list[Text | Words]:
    """How the conflicts between kinds of desks are decided here (spec 1.6)."""
    silence, closing = preset.settings['silence'], preset.settings['closing']
    days = closing['reopen_days']
    told: list[Text | Words] = [ANSWERS[preset.settings['mailsettings']['reply_policy']]]
    if silence['result'] == 'resolved':
        told.append(N_('A question that stays without an answer is taken as solved.'))
    else:
        told.append(N_('A question that stays without an answer closes its ticket.'))
    told.append(
        N_(
            'What was solved can be reopened for %(days)d days; after that a new ticket goes on.',
            days=days['confirmed'],
        )
    )
    if preset.settings['groupmailbox']['policy'] == 'hint_against':
        told.append(N_('Forms advise against mailboxes of nobody in particular.'))
    if promised := preset.data.get('sla'):
        hours = {name: promised[name] // 60 for name in ('first_response', 'resolution')}
        told.append(
            N_(
                'A first response within %(first_response)d and a solution within %(resolution)d business hours.',
                **hours,
            )
        )
    return told
