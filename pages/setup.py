"""`/setup`: a new desk, step by step; once it is set up, what there is. For admins."""

from services import settings
from services.refusals import NotFound
from services.setup import setup as progress
from services.setup.setup import STEPS, Setup
from webui.routing import Access
from webui.setup import setup_brand, setup_contacts, setup_done, setup_hours, setup_mail, setup_preset, setup_you
from webui.shell.portal_shell import shell

DRAW = {
    one.STEP: one.draw
    for one in (setup_preset, setup_brand, setup_hours, setup_you, setup_contacts, setup_mail, setup_done)
}


@shell.page('/setup', Access.ADMIN)
async def setup() -> None:
    known = await settings.load(Setup)
    if await progress.is_open():
        await DRAW[known.next_step](known)
    else:
        await setup_done.summary(known)


@shell.page('/setup/{step}', Access.ADMIN)
async def setup_step(step: str) -> None:
    if step not in STEPS:
        raise NotFound
    known = await settings.load(Setup)
    is_offered = await progress.is_offered(known, step)
    await (DRAW[step] if is_offered else setup_done.summary)(known)  # who goes back after the end, or comes too late
