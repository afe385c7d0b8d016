"""A mail as it would be sent, of a ticket of this desk: seen while its words are written, and mailed to oneself."""

from copy import copy
from dataclasses import replace

from models import CatalogItem, MailOut, Ticket, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.clock import now
from services.language import N_
from services.mail import mail_templates
from services.mail.mail_auth import new_message_id
from services.mail.mail_leads import LEAD
from services.mail.mail_text import Recipient, Template
from services.mail.mail_wording import Wording, carries_words, wording_problems
from services.mail.ticket_mail import Said, composed
from services.notices import BY_DESK
from services.refusals import Invalid, NotAllowed, NotFound
from services.settings import check_admin

WORDS = N_('Here stands what the technician has written.')
OF_TWO = (Template.SPLIT, Template.MERGED)  # tickets
NUMBER, SUBJECT = 'MV-1024', N_('The printer does not print')


async def shown(actor: User, key: str, language: str, wording: Wording) -> tuple[str, str]:
    """Subject and body in `language`, of the latest ticket. `Invalid` for what cannot be saved; `NotAllowed`.

    `NotFound` where no such mail is.
    """
    await check_admin(actor)
    if key not in LEAD:
        raise NotFound
    if problems := wording_problems(wording):
        raise Invalid(problems)
    person = await User.get(id=actor.id)
    ticket = await _ticket(person)
    reader = copy(ticket.requester)
    reader.language = language
    voice = await mail_templates.voice()
    voice = replace(voice, own={**voice.own, (key, language): wording})
    words = WORDS.into(language) if carries_words(key) else ''
    said = Said(voice.desk if key in BY_DESK else person.full_name, words, ticket.number if key in OF_TWO else '')
    return composed(Template(key), ticket, Recipient(reader.email, reader), voice, said)


async def send(actor: User, key: str, language: str, wording: Wording) -> int:
    """Mail it to the admin who asks; gives the id of the mail."""
    subject, body = await shown(actor, key, language, wording)
    person = await User.get(id=actor.id)
    message_id = new_message_id()
    async with transaction():
        mail = await MailOut.create(
            to_address=person.email,
            to_name=person.full_name,
            template=key,
            language=language,
            subject=N_('Test: %(subject)s', subject=subject).into(language)[:300],
            body=body,
            message_id=message_id,
            is_automated=True,
            dedupe_key=message_id,
            next_try_at=now(),
            created_at=now(),
        )
        await audit.record('test_mail_sent', actor=actor, subject=person.email)
        await announce({'outbox'})
    return mail.id


async def _ticket(person: User) -> Ticket:
    """The latest one; where there is none yet, one that nobody has opened."""
    latest = Ticket.all().order_by('-id').select_related('requester', 'item', 'department')
    if ticket := await latest.first():
        return ticket
    item = await CatalogItem.all().order_by('id').select_related('department').first()
    if item is None:
        raise NotAllowed(N_('There is no type of ticket yet.'))
    subject = SUBJECT.into(person.language)
    return Ticket(number=NUMBER, subject=subject, requester=person, item=item, department=item.department)
