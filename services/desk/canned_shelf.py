"""Keeping the canned texts: every agent may write, change and delete them; the audit log knows who did."""

from collections.abc import Mapping
from typing import Any

from models import CannedText, Department, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.desk.canned_texts import MACROS
from services.desk.queue import check_staff
from services.language import LANGUAGES, N_, Text
from services.plain_text import is_id, text_problem
from services.refusals import Invalid, NotFound, Overtaken

LONGEST_TITLE = 120
LONGEST = 10_000
FIELDS = ('title', 'body', 'language', 'department_id', 'then')


async def all_texts(actor: User) -> list[CannedText]:
    """All of them with their departments, in the order in which they are offered."""
    check_staff(actor)
    return await CannedText.all().select_related('department').order_by('position', 'title', 'id')


async def save(actor: User, values: Mapping[str, str], started: CannedText | None = None) -> None:
    """Write a new text, or change `started`, with which the form was filled.

    `title`, `body`, `language`, `department` (its id), `then`; '' is any, or none. `Invalid` names what is wrong;
    `Overtaken`.
    """
    check_staff(actor)
    row = await _read(values)
    async with transaction():
        text = await _one(started.id) if started else CannedText(position=await CannedText.all().count())
        before = _told(text) if started else {}
        if started and before != _told(started):
            raise Overtaken('', None)
        await text.update_from_dict(row).save()
        await audit.record('canned_text_saved', actor=actor, subject=text.title, before=before, after=_told(text))
        await announce({'canned'})


async def delete(actor: User, text_id: int) -> None:
    check_staff(actor)
    async with transaction():
        text = await _one(text_id)
        await text.delete()
        await audit.record('canned_text_deleted', actor=actor, subject=text.title, before=_told(text))
        await announce({'canned'})


async def _one(text_id: int) -> CannedText:
    text = await CannedText.filter(id=text_id).select_for_update().get_or_none()
    if text is None:
        raise NotFound
    return text


async def _read(values: Mapping[str, str]) -> dict[str, Any]:
    title, body = values.get('title', '').strip(), values.get('body', '').strip()
    language, then, department = (values.get(name, '') for name in ('language', 'then', 'department'))
    found = await Department.get_or_none(id=int(department)) if is_id(department) else None
    choose = N_('Choose one of the options')
    problems: dict[str, Text | None] = {
        'title': text_problem(title, longest=LONGEST_TITLE, required=N_('Write a title'), one_line=True),
        'body': text_problem(body, longest=LONGEST, required=N_('Write the text')),
        'language': None if language in ('', *LANGUAGES) else choose,
        'department': choose if department and found is None else None,
        'then': None if then in ('', *MACROS) else choose,
    }
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
    department_id = found.id if found else None
    return {'title': title, 'body': body, 'language': language, 'department_id': department_id, 'then': then}


def _told(text: CannedText) -> dict[str, Any]:
    return {name: getattr(text, name) for name in FIELDS}
