"""Remote support: one code for one ticket, once, and all of it on the timeline (S0-27)."""

import asyncio
from datetime import timedelta

import pytest

from models import Entry, Ticket, Token
from models.entry import EntryKind
from services.clock import freeze, now
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from services.settings import save
from services.tickets import remote_support
from services.tickets.remote_program import PRESETS, RemoteSupport
from tests.support.world import World


async def told(ticket: Ticket) -> list[str]:
    lines = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.REMOTE).order_by('seq')
    return [line.data['remote'] for line in lines]


async def refusal(world: World, ticket: Ticket, code: str) -> str:
    with pytest.raises(Invalid) as refused:
        await remote_support.join(world.lucia.user, ticket, code)
    return refused.value.problems['code'].into('en')


def another(code: str) -> str:
    return f'{(int(code) + 1) % 1_000_000:06}'


@pytest.mark.rule('S0-27')
async def test_a_code_connects_once_and_ends_and_the_timeline_tells(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    code = await remote_support.offer(world.marta.user, ticket)
    offered = await remote_support.state(ticket)
    assert offered is not None
    assert (offered.technician.id, offered.is_connected) == (world.marta.user.id, False)
    assert len(code) == 6
    assert code not in [token.token_hash for token in await Token.all()]
    await remote_support.join(world.lucia.user, ticket, f' {code[:3]} {code[3:]} ')
    connected = await remote_support.state(ticket)
    assert connected is not None
    assert connected.is_connected
    assert 'used already' in await refusal(world, ticket, code)
    with pytest.raises(NotAllowed):
        await remote_support.offer(world.diego.user, ticket)
    await remote_support.end(world.lucia.user, ticket)
    await remote_support.end(world.marta.user, ticket)
    assert await remote_support.state(ticket) is None
    assert 'not the code' in await refusal(world, ticket, code)
    assert await told(ticket) == ['offered', 'connected', 'refused', 'ended', 'refused']


@pytest.mark.rule('S0-27')
async def test_a_wrong_an_old_and_another_tickets_code_say_what_they_are(world: World) -> None:
    ticket, other = await world.lucia.opens('Uno'), await world.lucia.opens('Otro')
    code = await remote_support.offer(world.marta.user, ticket)
    assert 'has 6 digits' in await refusal(world, ticket, '12 34')
    assert 'has 6 digits' in await refusal(world, ticket, '١٢٣٤٥٦')
    assert 'not the code' in await refusal(world, ticket, another(code))
    assert 'not the code' in await refusal(world, other, code)
    with freeze(now() + timedelta(minutes=16)):
        assert 'expired' in await refusal(world, ticket, code)
        assert await remote_support.state(ticket) is None
        await remote_support.join(world.ivan.user, ticket, await remote_support.offer(world.marta.user, ticket))


async def test_who_guesses_has_five_tries(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    code = await remote_support.offer(world.marta.user, ticket)
    with freeze(now()):
        for _ in range(5):
            await refusal(world, ticket, another(code))
        with pytest.raises(TooMany):
            await remote_support.join(world.lucia.user, ticket, code)
    with freeze(now() + timedelta(minutes=2)):
        await remote_support.join(world.lucia.user, ticket, code)


async def test_of_two_who_type_it_at_once_one_connects(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    code = await remote_support.offer(world.marta.user, ticket)
    tries = (remote_support.join(person.user, ticket, code) for person in (world.lucia, world.ivan))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ['Invalid', 'NoneType']


async def test_only_the_desk_makes_codes_and_only_the_customers_side_types_them(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='elena@ondu.example')
    with pytest.raises(NotAllowed):
        await remote_support.offer(world.lucia.user, ticket)
    code = await remote_support.offer(world.marta.user, ticket)
    for person, refused in ((world.diego, NotAllowed), (world.elena, NotAllowed), (world.pablo, NotFound)):
        with pytest.raises(refused):
            await remote_support.join(person.user, ticket, code)
    with pytest.raises(NotAllowed):
        await remote_support.end(world.elena.user, ticket)


async def test_a_closed_ticket_has_no_remote_support_and_what_is_over_is_swept(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await remote_support.join(world.lucia.user, ticket, await remote_support.offer(world.marta.user, ticket))
    await world.lucia.closes(ticket)
    assert await remote_support.state(await Ticket.get(id=ticket.id)) is None
    await remote_support.sweep()
    assert await Token.all().count() == 1
    with freeze(now() + timedelta(hours=9)):
        await remote_support.sweep()
    assert await Token.all().count() == 0


@pytest.mark.rule('S0-27')
def test_the_program_is_a_link_template_of_a_known_scheme() -> None:
    programs = {name: RemoteSupport(name, link) for name, link in PRESETS.items()}
    assert not any(one.problems() for one in programs.values())
    assert all(one.address('MV-10007', 'abc') for one in programs.values())
    assert programs['Jitsi Meet'].address('MV-10007', 'abc') == 'https://meet.jit.si/MV-10007-abc'
    assert not RemoteSupport('x', '').problems()
    for wrong in (
        'javascript:alert(1)',
        'JAVASCRIPT:alert(1)',
        'java\tscript:alert(1)',
        'http://x',
        'data:text/html,x',
        ' javascript:x',
        ' https://x.example',
        '{nothing}',
        'https://meet.example/{room}',
        'https://meet.example/{ticket',
        'https://{session}.example',
        'https://user@meet.example',
        'https:///x',
        'https://[x',
    ):
        assert set(RemoteSupport('x', wrong).problems()) == {'link'}, wrong
        assert RemoteSupport('x', wrong).address('MV-10007', 'abc') == ''


@pytest.mark.rule('S0-27')
async def test_length_and_lifetime_of_a_code_are_settings(world: World) -> None:
    admin, ticket = world.admin.user, await world.lucia.opens('La impresora no imprime')
    for wrong in (RemoteSupport(code_digits=5), RemoteSupport(code_digits=10)):
        with pytest.raises(Invalid):
            await save(admin, wrong)
    old = await remote_support.offer(world.marta.user, ticket)
    await save(admin, RemoteSupport(code_digits=9, lifetime_minutes=2))
    await remote_support.join(world.lucia.user, ticket, old)  # a code of before holds
    await remote_support.end(world.lucia.user, ticket)
    code = await remote_support.offer(world.marta.user, ticket)
    assert len(code) == 9
    assert 'has 9 digits' in await refusal(world, ticket, '1234')
    with freeze(now() + timedelta(minutes=2, seconds=1)):
        assert 'expired' in await refusal(world, ticket, code)
    await remote_support.join(world.lucia.user, ticket, code)
    for person in (world.ana, world.marta, world.lucia):
        with pytest.raises(NotAllowed):
            await save(person.user, RemoteSupport())
