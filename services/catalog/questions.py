"""The questions of a type of ticket, as data (models/catalog_item.py): which are asked, what is kept of the answers.

An answer is a text. That of a date is `2026-11-22`, that of a datetime an ISO instant with its offset, and that of a
document the names of its files.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from models import CatalogForm, CatalogItem, Organization, Ticket, User
from services.clock import now
from services.language import N_, Text
from services.mail.addresses import is_address
from services.phone_number import phone_problem
from services.plain_text import text_problem

Question = Mapping[str, Any]
Answers = Mapping[str, Any]

LONGEST = 2000
TYPES = frozenset({'text', 'textarea', 'select', 'radio', 'date', 'datetime', 'phone', 'email', 'document'})
CHOICES = frozenset({'select', 'radio'})
PREFILLS = frozenset({'company', 'full_name', 'phone', 'email'})
CLOCKS_DIFFER = timedelta(minutes=5)
MAILBOXES = ('info', 'soporte', 'support', 'ventas', 'sales', 'contacto', 'contact', 'admin', 'administracion', 'hola')
GENERIC_MAILBOX = f'^({"|".join(MAILBOXES)})@'  # of a casefolded address


async def questions_of(ticket: Ticket) -> Sequence[Question]:
    """The questions that `ticket`, read with its item, was filled with."""
    return await questions_at(ticket.item, ticket.form_version)


async def questions_at(item: CatalogItem, version: int) -> Sequence[Question]:
    """The questions of a version of `item`; those of today where there is no such."""
    if version == item.form_version:
        return item.form
    kept = await CatalogForm.get_or_none(item_id=item.id, version=version)
    return kept.questions if kept else item.form


async def profile_of(person: User) -> dict[str, str]:
    """What the person need not type again."""
    await person.fetch_related('organization')
    return profile(person, person.organization)


def profile(person: User, organization: Organization | None) -> dict[str, str]:
    """What the person of this organization need not type again, by the names that `prefill` uses (S4-18)."""
    company = organization.name if organization else ''
    return {'company': company, 'full_name': person.full_name, 'phone': person.phone, 'email': person.email}


def told(ticket: Ticket, asked: Iterable[Question]) -> list[tuple[Question, str]]:
    """The answers of `ticket`, read with requester and organization, that say more than the requester's profile."""
    known = prefilled(asked, profile(ticket.requester, ticket.organization))
    answers = [(one, str(ticket.form.get(one['key'], ''))) for one in asked]
    return [(one, answer) for one, answer in answers if answer and answer != known.get(one['key'])]


def prefilled(questions: Iterable[Question], known: Mapping[str, str]) -> dict[str, str]:
    """The answers that the profile `known` gives."""
    return {one['key']: known.get(one['prefill'], '') for one in questions if 'prefill' in one}


def asked(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """Those that are asked after these answers: one that is not asked has no answer for those after it."""
    found: list[Question] = []
    given: dict[str, Any] = {}
    for question in questions:
        if all(given.get(key) in wanted for key, wanted in question.get('show_if', {}).items()):
            found.append(question)
            given[question['key']] = answers.get(question['key'], '')
    return found


def problems(questions: Iterable[Question], answers: Answers, *, may_lack: bool = False) -> dict[str, Text]:
    """What is wrong with the answers, by the key of the question (S0-29); `may_lack` asks for none."""
    found = {one['key']: _problem(one, answers.get(one['key'], ''), may_lack) for one in asked(questions, answers)}
    return {key: problem for key, problem in found.items() if problem}


def kept(questions: Iterable[Question], answers: Answers) -> dict[str, str]:
    """What is stored of answers without problems: those to the questions that were asked."""
    return {one['key']: str(answers.get(one['key'], '')).strip() for one in asked(questions, answers)}


def words(question: Question, field: str, language: str) -> Any:
    """`label`, `hint`, `options` or `warnings` of a question in `language`, or in the desk's own."""
    return question.get('translations', {}).get(language, {}).get(field) or question.get(field)


def is_generic_mailbox(address: str) -> bool:
    """Whether an address is of nobody in particular, such as info@ (S4-18)."""
    return re.match(GENERIC_MAILBOX, plain(address)) is not None


def plain(text: str) -> str:
    """Without accents and in lower case."""
    return ''.join(sign for sign in unicodedata.normalize('NFD', text) if not unicodedata.combining(sign)).lower()


def form_problem(questions: object) -> Text | None:
    """What is wrong with the questions that somebody made for a type."""
    if not isinstance(questions, list) or not all(isinstance(one, dict) for one in questions):
        return N_('Write a list of questions.')
    earlier: set[str] = set()
    for one in questions:
        key, label = one.get('key'), one.get('label')
        is_whole = isinstance(key, str) and re.fullmatch(r'[a-z][a-z0-9_]{0,30}', key) and label and key not in earlier
        is_known = one.get('type') in TYPES and one.get('prefill', 'phone') in PREFILLS
        has_options = one.get('type') not in CHOICES or one.get('options')
        if not (is_whole and is_known and has_options and set(one.get('show_if', ())) <= earlier):
            return N_('The question “%(question)s” cannot be asked like this.', question=str(label or key)[:80])
        earlier.add(str(key))
    return None


def _problem(question: Question, answer: object, may_lack: bool) -> Text | None:
    kind = question['type']
    words = N_('Attach the filled form') if kind == 'document' else N_('Answer this question')
    required = words if question.get('required') and not may_lack else None
    problem = text_problem(answer, longest=LONGEST, required=required, one_line=kind != 'textarea')
    if problem or not isinstance(answer, str) or not answer.strip():
        return problem
    if kind in CHOICES:
        return None if answer in question['options'] else N_('Choose one of the options')
    if kind in ('date', 'datetime'):
        return _time_problem(question, answer.strip())
    if kind == 'phone':
        return phone_problem(answer)
    if kind == 'email' and not is_address(answer.strip()):
        return N_('“%(address)s” is not a mail address.', address=answer.strip()[:80])
    return None


def _time_problem(question: Question, answer: str) -> Text | None:
    """A day and an instant; with `past` it is not in the future (S1-6)."""
    try:
        if question['type'] == 'date':
            is_future = date.fromisoformat(answer) > (now() + timedelta(hours=14)).date()  # the day of the first zone
        else:
            is_future = datetime.fromisoformat(answer) > now() + CLOCKS_DIFFER
    except (ValueError, TypeError):  # none, or one without an offset
        return N_('Choose a date') if question['type'] == 'date' else N_('Choose a date and a time')
    return N_('This is in the future: choose when it began') if is_future and question.get('past') else None
