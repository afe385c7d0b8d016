"""What people change of their own account, and what that ends, on both databases."""

import asyncio
import re
from datetime import timedelta

import pytest

from models import MailOut, Token, User, Watcher
from models.db.transaction import transaction
from models.token import TokenPurpose
from services import bus
from services.accounts import mail_change, own_account, recovery, sessions
from services.accounts.own_account import Details
from services.accounts.sign_in import sign_in
from services.clock import freeze, now
from services.phone_number import phone_problem
from services.refusals import Invalid, NotFound, Overtaken, TooMany
from services.search import search, search_index
from tests.support.passwords import PASSWORD, PASSWORD_HASH
from tests.support.world import World

HOME, AWAY = '203.0.113.5', '198.51.100.7'
NEW = 'lucia.herrera@mirador.example'


@pytest.fixture
async def lucia(world: World) -> User:
    await User.filter(id=world.lucia.user.id).update(password_hash=PASSWORD_HASH)
    return world.lucia.user


async def link_mailed(address: str, door: str) -> str:
    for mail in await MailOut.filter(to_address=address).order_by('-id'):
        if found := re.search(rf'/profile/mail/{door}/([\w-]{{43}})', mail.body):
            return found[1]
    raise AssertionError(f'no {door} link to {address}')


@pytest.mark.rule('S4-18')
@pytest.mark.parametrize(
    ('number', 'is_fine'),
    [('+57 (6) 3134484', True), ('', True), ('099 123 4567', True), ('12-3', False), ('abc', False)],
)
def test_which_telephone_numbers_are_taken(number: str, is_fine: bool) -> None:
    assert (phone_problem(number) is None) is is_fine


@pytest.mark.rule('S4-18')
async def test_details_are_saved_or_refused_at_their_field(lucia: User) -> None:
    started = (await own_account.details(lucia)).value
    good = Details('Lucía H.', '+57 (6) 3134484', 'en', 'America/Bogota')
    for wrong, field in (
        (Details('', '', '', ''), 'full_name'),
        (Details('L', '12', '', ''), 'phone'),
        (Details('L', '', 'xx', ''), 'language'),
        (Details('L', '', '', 'Mars/Base'), 'time_zone'),
    ):
        with pytest.raises(Invalid) as refused:
            await own_account.save_details(lucia, wrong, started)
        assert list(refused.value.problems) == [field]
    await own_account.save_details(lucia, good, started)
    kept = await own_account.details(lucia)
    assert (kept.value, kept.name) == (good, 'Lucía H.')
    with pytest.raises(Overtaken):
        await own_account.save_details(lucia, started, started)


async def test_a_new_password_asks_the_old_one_and_ends_the_other_sessions(lucia: User) -> None:
    here, there = await sign_in(lucia.email, PASSWORD, HOME, ''), await sign_in(lucia.email, PASSWORD, AWAY, '')
    for current, new, field in (('wrong', 'otra frase nueva', 'current'), (PASSWORD, 'corta', 'new')):
        with pytest.raises(Invalid) as refused:
            await own_account.change_password(lucia, current, new, here, HOME)
        assert list(refused.value.problems) == [field]
    assert await sessions.actor_of(there)
    async with transaction():
        stolen = (await recovery.new_link(lucia, recovery.LIFETIME)).rpartition('/')[2]
    await own_account.change_password(lucia, PASSWORD, 'otra frase nueva', here, HOME)
    assert await sessions.actor_of(here)
    assert await sessions.actor_of(there) is None
    assert not await recovery.look(stolen)
    with pytest.raises(Invalid):
        await sign_in(lucia.email, PASSWORD, HOME, '')
    assert await MailOut.filter(to_address=lucia.email, template='account').count() == 1


async def test_guessing_the_password_at_an_open_desk_is_braked_and_eases(lucia: User) -> None:
    with freeze(now()):
        for _ in range(10):
            with pytest.raises(Invalid):
                await own_account.change_password(lucia, 'wrong', 'otra frase nueva', '', HOME)
        with pytest.raises(TooMany):
            await own_account.change_password(lucia, PASSWORD, 'otra frase nueva', '', HOME)
    with freeze(now() + timedelta(minutes=2)):
        await own_account.change_password(lucia, PASSWORD, 'otra frase nueva', '', HOME)


@pytest.mark.parametrize('first', ['old', 'new'])
async def test_an_address_changes_once_both_have_confirmed(lucia: User, first: str) -> None:
    before = lucia.email
    for email, password, field in ((NEW, 'wrong', 'password'), ('x', PASSWORD, 'email'), (before, PASSWORD, 'email')):
        with pytest.raises(Invalid) as refused:
            await mail_change.ask(lucia, email, password, HOME)
        assert list(refused.value.problems) == [field]
    await mail_change.ask(lucia, NEW.upper(), PASSWORD, HOME)
    doors = {
        'old': (TokenPurpose.MAIL_OLD, await link_mailed(before, 'old')),
        'new': (TokenPurpose.MAIL_NEW, await link_mailed(NEW, 'new')),
    }
    second = 'new' if first == 'old' else 'old'
    assert await mail_change.look(*doors[first], HOME)
    assert await mail_change.confirm(*doors[first], HOME) is False
    waits = await mail_change.pending(lucia)
    assert waits
    assert (waits.email, waits.old_confirmed, waits.new_confirmed) == (NEW, first == 'old', first == 'new')
    assert (await User.get(id=lucia.id)).email == before
    with pytest.raises(NotFound):
        await mail_change.confirm(*doors[first], HOME)
    with pytest.raises(NotFound):
        await mail_change.confirm(doors[first][0], doors[second][1], HOME)
    assert await mail_change.confirm(*doors[second], HOME) is True
    assert (await User.get(id=lucia.id)).email == NEW
    assert await mail_change.pending(lucia) is None
    assert await sign_in(NEW, PASSWORD, HOME, '')
    with pytest.raises(Invalid):
        await sign_in(before, PASSWORD, HOME, '')


async def test_copies_go_on_at_the_new_address_once_each(lucia: User, world: World) -> None:
    old = lucia.email
    asked = await world.ivan.opens('Por el correo anterior', copy_to=old)
    both = await world.elena.opens('Por los dos', copy_to=f'{old} {NEW}')
    await Watcher.filter(ticket_id=both.id, email=old).update(can_reply=False)
    guest = await world.elena.opens('Por el nuevo', copy_to=NEW)
    own = await world.lucia.opens('La impresora violeta', copy_to=f'{NEW} pablo@ondu.example')
    await search_index.catch_up()
    told: list[None] = []
    unwatch = bus.watch([f'ticket:{guest.id}'], lambda: told.append(None))
    await mail_change.ask(lucia, NEW, PASSWORD, HOME)
    await mail_change.confirm(TokenPurpose.MAIL_OLD, await link_mailed(old, 'old'), HOME)
    assert await Watcher.filter(email=old).count() == 2, 'not before both have confirmed'
    await mail_change.confirm(TokenPurpose.MAIL_NEW, await link_mailed(NEW, 'new'), HOME)
    unwatch()
    copies = await Watcher.filter(email=NEW).order_by('ticket_id').values_list('ticket_id', 'user_id', 'can_reply')
    assert list(copies) == [(one.id, lucia.id, True) for one in (asked, both, guest)]
    assert not await Watcher.filter(email=old).exists()
    assert await Watcher.filter(ticket_id=own.id).values_list('email', flat=True) == ['pablo@ondu.example']
    assert told
    lucia = await User.get(id=lucia.id)
    for ticket, words in ((asked, 'anterior'), (both, 'dos'), (guest, 'nuevo'), (own, 'violeta')):
        (group,) = await search.search(lucia, words, ('ticket',))
        assert ticket.id in {hit.id for hit in group.hits}


async def test_an_address_of_somebody_else_never_becomes_mine_and_does_not_show(lucia: User, world: World) -> None:
    other = world.elena.user.email
    await mail_change.ask(lucia, other, PASSWORD, HOME)
    assert await mail_change.pending(lucia) == mail_change.Pending(other, False, False)
    assert await mail_change.confirm(TokenPurpose.MAIL_OLD, await link_mailed(lucia.email, 'old'), HOME) is False
    with pytest.raises(AssertionError):
        await link_mailed(other, 'new')
    await mail_change.cancel(lucia)
    assert await mail_change.pending(lucia) is None


async def test_of_two_who_change_to_one_address_the_later_is_told(lucia: User, world: World) -> None:
    ivan = world.ivan.user
    await User.filter(id=ivan.id).update(password_hash=(await User.get(id=lucia.id)).password_hash)
    tokens = []
    for person in (lucia, ivan):
        await mail_change.ask(person, NEW, PASSWORD, HOME)
        await mail_change.confirm(TokenPurpose.MAIL_OLD, await link_mailed(person.email, 'old'), HOME)
        tokens.append(await link_mailed(NEW, 'new'))
    confirmed = (mail_change.confirm(TokenPurpose.MAIL_NEW, token, HOME) for token in tokens)
    first, second = sorted(await asyncio.gather(*confirmed, return_exceptions=True), key=repr, reverse=True)
    assert first is True
    assert isinstance(second, Invalid)
    assert await User.filter(email=NEW).count() == 1


async def test_a_change_of_address_ends_by_itself_and_by_who_asked(lucia: User) -> None:
    await mail_change.ask(lucia, NEW, PASSWORD, HOME)
    old, new = await link_mailed(lucia.email, 'old'), await link_mailed(NEW, 'new')
    await mail_change.confirm(TokenPurpose.MAIL_OLD, old, HOME)
    with freeze(now() + timedelta(hours=25)), pytest.raises(NotFound):
        await mail_change.confirm(TokenPurpose.MAIL_NEW, new, AWAY)
    await User.create(email=NEW, full_name='Otra', created_at=now())
    with pytest.raises(Invalid):
        await mail_change.confirm(TokenPurpose.MAIL_NEW, new, HOME)
    await mail_change.cancel(lucia)
    assert await Token.all().count() == 0
    assert (await User.get(id=lucia.id)).email == lucia.email
