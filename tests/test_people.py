"""How the first admin gets in, and who works where, on both databases."""

import pytest

from models import User
from models.user import UserRole
from services.accounts import recovery, registration, sessions, sign_in, waiting
from services.people import people
from services.refusals import Invalid, NotFound
from tests.support.database import Database
from tests.support.registering import HOME, form, token_mailed
from tests.support.world import World

PHRASE = 'una frase que nadie adivina'


def token_of(link: str) -> str:
    return link.rpartition('/')[2]


async def test_the_link_makes_an_admin_once(db: Database) -> None:
    token = token_of(await people.create_admin('Jefa@Mesa.example', 'La Jefa'))
    person = await recovery.use(token, PHRASE)
    assert (person.email, person.full_name, person.role) == ('jefa@mesa.example', 'La Jefa', UserRole.ADMIN)
    assert await sign_in.sign_in('jefa@mesa.example', PHRASE, '127.0.0.1', 'test')
    with pytest.raises(NotFound):
        await recovery.use(token, 'otra frase que nadie adivina')
    with pytest.raises(Invalid):
        await people.create_admin('jefa', 'La Jefa')


async def test_somebody_with_an_account_keeps_it_and_becomes_admin(world: World) -> None:
    await people.create_admin('marta@mesa.example', 'Otra')
    marta = await User.get(id=world.marta.user.id)
    assert (marta.role, marta.full_name) == (UserRole.ADMIN, 'Marta Ruiz')


async def test_who_registered_with_the_address_of_an_admin_to_be_is_shut_out(world: World) -> None:
    key = await registration.register(form('jefa@mesa.example', name='Mallory'), 'es', HOME)
    verify = await token_mailed('jefa@mesa.example')
    await people.create_admin('jefa@mesa.example', 'La Jefa')
    person = await User.get(email='jefa@mesa.example')
    assert (person.role, person.full_name, person.password_hash) == (UserRole.ADMIN, 'La Jefa', None)
    with pytest.raises(NotFound):
        await registration.confirm(verify, HOME)
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, '')


async def test_a_customer_leaves_his_company_and_his_sessions_to_be_admin(world: World) -> None:
    elena = world.elena.user
    session = await sessions.open_session(elena, HOME, '')
    await people.create_admin(elena.email, 'Otra')
    assert await sessions.actor_of(session) is None
    assert (await User.get(id=elena.id)).organization_id is None
    await User.filter(id=world.lucia.user.id).update(is_active=False, merged_into_id=world.ivan.user.id)
    with pytest.raises(Invalid):
        await people.create_admin(world.lucia.user.email, 'Lucía')
    assert not (await User.get(id=world.lucia.user.id)).is_active


async def test_the_first_start_offers_a_link_until_an_admin_has_a_password(db: Database) -> None:
    login, link = await people.first_admin_link() or ('', '')
    assert login.startswith('admin@')
    _, newest = await people.first_admin_link() or ('', '')
    assert not await recovery.look(token_of(link))
    await recovery.use(token_of(newest), PHRASE)
    assert await people.first_admin_link() is None


async def test_tickets_go_to_the_staff_of_their_department(world: World) -> None:
    assert [person.full_name for person in await people.agents_of(world.systems.id)] == ['Diego Paz', 'Marta Ruiz']
    assert await people.agents_of(world.sales.id) == []


async def test_who_is_disabled_gets_no_tickets(world: World) -> None:
    world.marta.user.is_active = False
    await world.marta.user.save(update_fields=['is_active'])
    assert [person.full_name for person in await people.agents_of(world.systems.id)] == ['Diego Paz']
