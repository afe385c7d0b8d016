"""The card in which the desk writes what was learnt of an incident."""

from models import User
from services.incidents import post_mortems
from services.incidents.post_mortems import PostMortem
from services.plain_text import PROSE
from services.settings import Stored
from webui.form.forms import Form
from webui.form.settings_card import settings_card
from webui.i18n import _
from webui.viewer import viewer


async def post_mortem_card(incident_id: int) -> None:
    """Draw it."""

    async def read() -> Stored[PostMortem]:
        return await post_mortems.stored(await viewer(), incident_id)

    async def save(actor: User, value: PostMortem, started: PostMortem) -> None:
        await post_mortems.write(actor, incident_id, value, started)

    def draw(form: Form, value: PostMortem) -> None:
        hint = _('What happened, why, and what will be done. Everybody who sees the incident reads it.')
        form.prose('post_mortem', _('Post-mortem'), hint=hint, value=value.post_mortem, rows=5, maxlength=PROSE)

    await settings_card(_('What we learnt'), draw, read=read, save=save, topics=[f'incident:{incident_id}'])
