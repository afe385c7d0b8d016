"""What people keep up of their own account: name, telephone, how they read, and the password (S4-18)."""

from dataclasses import asdict, dataclass
from zoneinfo import available_timezones

from models import User
from models.db.transaction import transaction
from services import audit
from services.accounts import account_mail, links, password_again, passwords, sessions
from services.announce import announce
from services.language import LANGUAGES, N_, Text
from services.phone_number import phone_problem
from services.plain_text import text_problem
from services.refusals import Invalid, NotFound, Overtaken
from services.search import search_index
from services.settings import Stored, check

NAME = 200
PHONE = 40
SAVED = 'own_details_saved'


@dataclass(frozen=True)
class Details:
    """Who somebody is, and how he reads; an empty `time_zone` is the browser's."""

    full_name: str
    phone: str
    language: str
    time_zone: str

    def problems(self) -> dict[str, Text]:
        found = {
            'full_name': text_problem(self.full_name, longest=NAME, one_line=True, required=N_('Write your name.')),
            'phone': text_problem(self.phone, longest=PHONE, one_line=True) or phone_problem(self.phone),
            'language': None if self.language in ('', *LANGUAGES) else N_('Choose one of the options'),
            'time_zone': None if self.time_zone in ('', *available_timezones()) else N_('Choose one of the options'),
        }
        return {name: problem for name, problem in found.items() if problem}


def person_topic(user_id: int) -> str:
    """What is published when something of a person changes that is shown or decides on rights."""
    return f'person:{user_id}'


async def details(actor: User) -> Stored[Details]:
    """As the database has them now, and who saved them last."""
    person = await _person(actor)
    kept = Details(person.full_name, person.phone, person.language, person.time_zone)
    return Stored(kept, *await audit.last(SAVED, person.email))


async def save_details(actor: User, value: Details, started: Details) -> None:
    """Store them. `Invalid`, and `Overtaken` where something else than `started` is stored by now."""
    check(value)
    async with transaction():
        person = await _person(actor, lock=True)
        before = Details(person.full_name, person.phone, person.language, person.time_zone)
        if before != started:
            raise Overtaken('', None)
        await person.update_from_dict(asdict(value)).save(update_fields=list(asdict(value)))
        await search_index.write_person(person)
        await audit.record(SAVED, actor=person, subject=person.email, before=asdict(before), after=asdict(value))
        await announce({'people', 'queue', f'user:{person.id}', person_topic(person.id)})


async def change_password(actor: User, current: str, new: str, token: str, ip: str) -> None:
    """Choose another password; older links end, and all sessions but that of `token`.

    `Invalid` by `current` and `new`, `TooMany`.
    """
    if problem := passwords.problems(new):
        raise Invalid({'new': problem})
    await password_again.check(actor, current, 'current')
    password_hash = await passwords.hash_password(new)
    async with transaction():
        person = await _person(actor, lock=True)
        person.password_hash = password_hash
        await person.save(update_fields=['password_hash'])
        await links.end(person, *links.WAYS_IN)
        await sessions.end_others(person, token)
        await account_mail.changed(person, N_('The password of %(email)s was changed.', email=person.email))
        await audit.record('password_set', actor=person, subject=person.email, ip=ip)
        await announce({person_topic(person.id)})


async def _person(actor: User, *, lock: bool = False) -> User:
    found = User.filter(id=actor.id, is_active=True)
    person = await (found.select_for_update() if lock else found).get_or_none()
    if person is None:
        raise NotFound
    return person
