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
    known = await settings.load(Setup)
    is_asked = step in STEPS and await progress.is_open()
    if not is_asked and not (known.is_done and step == setup_contacts.STEP):  # what was left empty can be told later
        raise NotFound
    await DRAW[step](known)
