"""Who sets up a desk: the first admin says who that is (contract: there is no default account)."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from models import User
from models.db.transaction import transaction
from services import audit
from services.accounts.own_account import NAME, person_topic
from services.accounts.sign_in import login_of
from services.announce import announce
from services.language import LANGUAGES, N_, Text
from services.mail.addresses import is_address
from services.phone_number import phone_problem
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed
from services.search import search_index
from services.settings import check, check_admin
from services.setup import setup

SAVED = 'first_admin_saved'


@dataclass(frozen=True)
class FirstAdmin:
    """Who sets up the desk: the printed link knew no name and no address of hers."""

    full_name: str = ''
    email: str = ''
    phone: str = ''
    language: str = ''
    time_zone: str = ''

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        choose = N_('Choose one of the options')
        login = login_of(self.email)
        found = {
            'full_name': text_problem(self.full_name, longest=NAME, one_line=True, required=N_('Write your name.')),
            'email': None if is_address(login) else N_('“%(address)s” is not a mail address.', address=self.email[:80]),
            'phone': phone_problem(self.phone),
            'language': None if self.language in ('', *LANGUAGES) else choose,
            'time_zone': None if self.time_zone in ('', *available_timezones()) else choose,
        }
        return {name: problem for name, problem in found.items() if problem}


async def save(actor: User, value: FirstAdmin) -> None:
    """Say who the first admin is, address included; once the desk is set up, addresses change with a confirmation.

    `Invalid`; `NotAllowed` for anybody but an admin, and when the desk is set up.
    """
    await check_admin(actor)
    check(value)
    login = login_of(value.email)
    async with transaction():
        if not await setup.is_open():
            raise NotAllowed(N_('The desk is set up already.'))
        if await User.filter(email=login).exclude(id=actor.id).exists():
            raise Invalid({'email': N_('%(address)s has an account already.', address=login)})
        person = await User.filter(id=actor.id).select_for_update().get()
        said = {**vars(value), 'email': login, 'full_name': value.full_name.strip(), 'phone': value.phone.strip()}
        before = {name: getattr(person, name) for name in said}
        await person.update_from_dict(said).save(update_fields=list(said))
        await search_index.write_person(person)
        await audit.record(SAVED, actor=person, subject=login, before=before, after=said)
        await announce({'people', f'user:{person.id}', person_topic(person.id)})
