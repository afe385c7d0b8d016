"""`/settings/audit.csv`: the audit log as a file, with the filters of its page.

Machines read it: what changed has the program's own names and numbers, where the page says it in words.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import StreamingResponse

from models.user import UserRole
from services import audit_trail
from services.audit_trail import Line
from services.clock import now
from services.refusals import NotAllowed
from services.spreadsheet import MARK, csv_row
from webui.form.difference import differences, plainly
from webui.i18n import _, locale_of, speak_as
from webui.settings.audit_filter import FILE, wanted_by
from webui.settings.audit_words import action_word
from webui.shell.gates import free_viewer_of

CELL = 10_000  # characters of a value: a spreadsheet takes 32,767 in a cell

router = APIRouter()


@router.get(FILE)
async def audit_file(request: Request) -> StreamingResponse:
    """For admins; nobody else finds anything here."""
    person = await free_viewer_of(request)
    if person is None or person.role != UserRole.ADMIN:
        raise HTTPException(404)
    locale = locale_of(request, person)
    wanted = replace(wanted_by(dict(request.query_params)), zone=locale.zone)
    try:
        lines = await audit_trail.export(person, wanted)
    except NotAllowed:
        raise HTTPException(404) from None
    speak_as(locale)
    titles = [_('When'), _('Who'), _('Mail of who'), _('Action'), _('Code'), _('What'), _('From where'), _('Changes')]
    name = f'audit-{now().date().isoformat()}.csv'
    headers = {'Content-Disposition': f'attachment; filename="{name}"'}
    return StreamingResponse(_written(titles, lines), media_type='text/csv; charset=utf-8', headers=headers)


async def _written(titles: list[str], lines: AsyncIterator[Line]) -> AsyncIterator[str]:
    yield MARK + csv_row(titles)
    async for line in lines:
        changes = '\n'.join(
            f'{path}: {plainly(old, CELL)} → {plainly(new, CELL)}'
            for path, old, new in differences(line.before, line.after)
        )
        cells = [line.at.isoformat(), line.who, line.email, action_word(line.action), line.action]
        yield csv_row([*cells, line.subject, line.ip, changes])
