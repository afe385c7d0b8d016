"""What was learnt of an incident or a maintenance, once it is over: everybody who may see it reads it."""

from dataclasses import dataclass

from models import Incident, User
from models.audience import Reader
from models.db.transaction import transaction
from models.incident import OVER
from services import audit
from services.announce import announce
from services.audiences import check_desk
from services.clock import now
from services.desk.queue import check_staff
from services.incidents.incident_updates import locked
from services.language import N_
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.settings import Stored

WRITTEN = 'post_mortem_written'


@dataclass(frozen=True)
class PostMortem:
    """What happened, why, and what will be done so that it does not happen again; empty where nobody has said it."""

    post_mortem: str = ''


async def read(reader: Reader, incident_id: int) -> str:
    """Its text, empty while there is none. `NotFound` when this reader may not see the incident."""
    incident = await Incident.visible_to(reader).filter(id=incident_id).get_or_none()
    if incident is None:
        raise NotFound
    return incident.post_mortem


async def stored(actor: User, incident_id: int) -> Stored[PostMortem]:
    """As the form that changes it shows it. Staff only."""
    check_staff(actor)
    value = PostMortem(await read(Reader.of(actor), incident_id))
    return Stored(value, *await audit.last(WRITTEN, f'#{incident_id}'))


async def write(actor: User | None, incident_id: int, value: PostMortem, started: PostMortem) -> None:
    """Store it. `Overtaken` where something else than `started`, with which the form was filled, is stored by now."""
    if problem := text_problem(value.post_mortem):
        raise Invalid({'post_mortem': problem})
    async with transaction():
        person, incident = await check_desk(actor), await locked(incident_id)
        if incident.phase not in OVER:
            raise NotAllowed(N_('It is not over yet.'))
        kept = await stored(person, incident.id)
        if kept.value != started:
            raise Overtaken(kept.name, kept.at)
        await Incident.filter(id=incident.id).update(post_mortem=value.post_mortem.strip(), updated_at=now())
        await audit.record(WRITTEN, actor=person, subject=f'#{incident.id}')
        await announce({'board', f'incident:{incident.id}'})
