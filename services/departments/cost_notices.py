"""What the tickets of a department cost (S3-25): each text is a version, and a ticket keeps what was accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import CostNotice, Department, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.clock import now
from services.env import env
from services.language import Text, Words
from services.plain_text import text_problem
from services.refusals import Invalid, NotFound, Overtaken
from services.settings import Stored, check_admin
from services.shared import shared

LONGEST = 2000
SAVED = 'cost_notice_saved'


@dataclass(frozen=True)
class CostText:
    """The form of a notice: its text by language. None in any: there is no cost."""

    texts: Mapping[str, str] = field(default_factory=dict)


async def in_force(department_id: int) -> CostNotice | None:
    """What has to be accepted now before a ticket is sent to the department; None: it costs nothing."""
    return (await shared('cost notices', ['catalog'], _in_force)).get(department_id)


def words_of(notice: CostNotice) -> Words:
    """The text of a notice."""
    first = notice.texts.get(env().language) or next(iter(notice.texts.values()), '')
    return Words(first, notice.texts)


async def stored(actor: User, department_id: int) -> Stored[CostText]:
    """The newest version, for the form that changes it. `NotAllowed`."""
    await check_admin(actor)
    return await _stored(department_id)


async def versions(actor: User, department_id: int) -> list[CostNotice]:
    """All of them, the newest first. `NotAllowed`."""
    await check_admin(actor)
    return await CostNotice.filter(department_id=department_id).order_by('-version')


async def save(actor: User, department_id: int, value: CostText, started: CostText | None = None) -> None:
    """Tell this from now on, in a version of its own; who accepted an earlier one, accepted that.

    `started` is what the form was filled with. `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    texts = {language: text.strip() for language, text in value.texts.items() if text.strip()}
    found: dict[str, Text | None] = {f'texts.{one}': text_problem(text, longest=LONGEST) for one, text in texts.items()}
    if problems := {name: problem for name, problem in found.items() if problem}:
        raise Invalid(problems)
    async with transaction():
        department = await Department.filter(id=department_id).select_for_update().get_or_none()
        if department is None:
            raise NotFound
        kept = await _stored(department_id)
        if started is not None and kept.value != started:
            raise Overtaken(kept.name, kept.at)
        if kept.value.texts == texts:
            return
        number = 1 + await CostNotice.filter(department_id=department_id).count()
        await CostNotice.create(department_id=department_id, version=number, texts=texts, created_at=now())
        before, after = {'texts': dict(kept.value.texts)}, {'version': number, 'texts': texts}
        await audit.record(SAVED, actor=actor, subject=f'department:{department_id}', before=before, after=after)
        await announce({'catalog'})


async def _stored(department_id: int) -> Stored[CostText]:
    newest = await CostNotice.filter(department_id=department_id).order_by('-version').first()
    if newest is None:
        return Stored(CostText())
    last = await audit.last(SAVED, f'department:{department_id}')
    return Stored(CostText(newest.texts), last.name, newest.created_at)


async def _in_force() -> Mapping[int, CostNotice]:
    newest = {row.department_id: row for row in await CostNotice.all().order_by('version')}
    return {department: row for department, row in newest.items() if row.texts}
