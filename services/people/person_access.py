"""Whether somebody can come in: put out and taken back, a new link, sessions ended; by an admin."""

from models import Token, User
from models.db.transaction import transaction
from models.user import STAFF
from services import audit
from services.accounts import account_mail, admission, recovery, sessions
from services.desk import handing_back
from services.language import N_
from services.mail.addresses import NO_MAIL
from services.people import copies_of_people, person_topics
from services.people.person_form import check_not_last, locked
from services.refusals import NotAllowed
from services.search import search_index
from services.settings import check_admin


async def deactivate(actor: User, person_id: int) -> int:
    """Nobody comes in with this account any more, and what is open closes within seconds; links end too.

    His open tickets go back to the queue: gives how many. `NotAllowed` for oneself and for the last admin, `NotFound`.
    """
    await check_admin(actor)
    async with transaction():
        person = await locked(person_id)
        if person.id == actor.id:
            raise NotAllowed(N_('You cannot deactivate yourself: another administrator can.'))
        await check_not_last(person)
        if not person.is_active:
            return 0
        person.is_active, person.wanted_company = False, ''  # nobody is let in by approving what he once asked for
        await person.save(update_fields=['is_active', 'wanted_company'])
        await sessions.end_all(person)
        await Token.filter(user=person, used_at=None).delete()
        count = await handing_back.hand_back(actor, person) if person.role in STAFF else 0
        await audit.record('person_deactivated', actor=actor, subject=person.email, after={'tickets_given_back': count})
        await person_topics.tell(person)
    return count


async def activate(actor: User, person_id: int) -> None:
    """Let somebody in again. `NotAllowed` for who waits for approval, `NotFound`."""
    await check_admin(actor)
    async with transaction():
        person = await locked(person_id)
        if admission.awaits_approval(person):
            raise NotAllowed(N_('This person waits for approval.'))
        if person.is_active:
            return
        person.is_active = True
        await person.save(update_fields=['is_active'])
        await search_index.write_person(person)
        if person.verified_at:
            await copies_of_people.claim(person)
        await audit.record('person_activated', actor=actor, subject=person.email)
        await person_topics.tell(person)


async def send_link(actor: User, person_id: int) -> None:
    """Mail somebody a link by which he chooses a new password, once (S0-18). `NotAllowed`, `NotFound`."""
    await check_admin(actor)
    async with transaction():
        person = await locked(person_id)
        if not person.is_active or person.email.endswith(NO_MAIL):
            raise NotAllowed(N_('Nobody can be mailed at this account.'))
        await account_mail.choose_password(person, await recovery.new_link(person, recovery.LIFETIME))
        await audit.record('link_mailed', actor=actor, subject=person.email)
        await person_topics.tell(person)


async def end_sessions(actor: User, person_id: int) -> None:
    """Sign somebody out everywhere. `NotAllowed`, `NotFound`."""
    await check_admin(actor)
    async with transaction():
        person = await locked(person_id)
        await sessions.end_all(person)
        await audit.record('sessions_ended', actor=actor, subject=person.email)
        await person_topics.tell(person)
