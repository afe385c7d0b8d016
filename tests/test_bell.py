"""What happened to a person's tickets since he looked."""

from dataclasses import replace

from playwright.async_api import expect

from models import Ticket, Watcher
from models.entry import EntryKind
from services import bus
from services.clock import now
from services.departments import department_desk
from services.tickets import bell, ticket_view
from tests.bench import scale
from tests.bench.rows import fill
from tests.support.browser import People, follow, visit
from tests.support.customer import open_ticket
from tests.support.world import Person, World

AWAY = '() => void Object.defineProperty(document, "hidden", { get: () => true, configurable: true })'
BACK = '() => { delete document.hidden; document.dispatchEvent(new Event("visibilitychange")); }'


async def rings(person: Person) -> list[tuple[str, EntryKind]]:
    return [(one.ticket.subject, one.said.kind) for one in await bell.news(person.user)]


async def reads(person: Person, ticket: Ticket) -> None:
    await ticket_view.seen(person.user, await Ticket.get(id=ticket.id))


async def test_customers_hear_of_their_own_tickets_of_copies_and_of_what_they_opened(world: World) -> None:
    own, others = await world.lucia.opens('Impresora'), await world.ivan.opens('Caja', item='access')
    copied = await world.elena.opens('Red', item='access')
    await Watcher.create(ticket=copied, email='lucia@mirador.example', user=world.lucia.user, created_at=now())
    assert await rings(world.lucia) == [('Red', EntryKind.MESSAGE)]
    await reads(world.lucia, copied)
    await world.marta.replies(own)
    await world.marta.notes(copied)
    await world.marta.replies(others)
    assert await rings(world.lucia) == [('Impresora', EntryKind.MESSAGE)]
    await reads(world.lucia, others)
    await world.marta.resolves(others)
    await world.marta.asks(copied)
    assert await rings(world.lucia) == [
        ('Red', EntryKind.QUESTION),
        ('Caja', EntryKind.SOLUTION),
        ('Impresora', EntryKind.MESSAGE),
    ]
    assert await rings(world.elena) == [('Red', EntryKind.QUESTION)]
    assert await rings(world.pablo) == []
    await bell.mark_all(world.lucia.user)
    assert await rings(world.lucia) == []


async def test_who_leaves_a_company_hears_no_more_of_its_tickets(world: World) -> None:
    others = await world.ivan.opens('Caja')
    await reads(world.lucia, others)
    await world.marta.replies(others)
    assert await rings(world.lucia) == [('Caja', EntryKind.MESSAGE)]
    world.lucia.user.organization_id = world.elena.user.organization_id
    await world.lucia.user.save()
    assert await rings(world.lucia) == []


async def test_the_desk_hears_customers_in_its_tickets_and_in_those_that_nobody_has(world: World) -> None:
    mine, free = await world.lucia.opens('Impresora'), await world.lucia.opens('Sin dueño')
    await world.lucia.opens('De otros', item='quote')
    await world.marta.takes(mine)
    await reads(world.marta, mine)
    assert await rings(world.marta) == [('Sin dueño', EntryKind.MESSAGE)]
    await world.marta.replies(mine)
    await world.diego.replies(mine)
    assert await rings(world.marta) == [('Sin dueño', EntryKind.MESSAGE)]
    await world.lucia.comments(mine)
    assert await rings(world.marta) == [('Impresora', EntryKind.MESSAGE), ('Sin dueño', EntryKind.MESSAGE)]
    await world.diego.takes(free)
    assert await rings(world.marta) == [('Impresora', EntryKind.MESSAGE)]
    assert await rings(world.diego) == [('Sin dueño', EntryKind.MESSAGE)]


async def test_every_bell_that_rings_otherwise_is_woken(world: World) -> None:
    ticket = await world.lucia.opens('Impresora')
    await Watcher.create(ticket=ticket, email='elena@ondu.example', user=world.elena.user, created_at=now())
    await reads(world.ivan, ticket)
    woken: set[str] = set()
    for name in ('lucia', 'ivan', 'elena', 'pablo', 'marta', 'diego'):
        person: Person = getattr(world, name)
        bus.watch(await bell.topics(person.user), lambda name=name: woken.add(name))  # type: ignore[misc]
    await world.marta.takes(ticket)
    assert woken == {'lucia', 'ivan', 'elena', 'marta', 'diego'}
    woken.clear()
    await world.marta.notes(ticket)
    assert woken == {'lucia', 'marta'}
    free = await world.lucia.opens('Sin dueño')
    woken.clear()
    await world.ana.transfers(free, world.sales)
    assert {'marta', 'diego'} <= woken  # it rings there no more


async def test_who_works_in_another_department_now_hears_of_it_in_the_page_that_he_has_open(world: World) -> None:
    woken: list[str] = []
    bus.watch(await bell.topics(world.marta.user), lambda: woken.append('marta'))
    kept = await department_desk.stored(world.admin.user, world.sales.id)
    members = replace(kept.value, members=(world.marta.user.id,))
    await department_desk.save(world.admin.user, members, kept.value, world.sales.id)
    assert woken
    assert f'department:{world.sales.id}' in await bell.topics(world.marta.user)


async def test_a_bell_reads_the_same_however_many_tickets_there_are(world: World) -> None:
    await fill(5_000, closed=0.9, searchable=False)
    for person in (world.lucia, world.marta):
        assert await scale.faults(lambda person=person: bell._news(person.user)) == []  # type: ignore[misc]


async def test_the_bell_rings_in_an_open_page_and_leads_to_the_ticket(people: People) -> None:
    async with people.window('pablo@andes.example', '') as customer, people.window('marta@mesa.example', '') as agent:
        number = await open_ticket(customer, people, 'Ticket que suena', 'pablo@andes.example')
        await follow(customer, '/')
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.get_by_label('Escribe tu respuesta').fill('Ya lo vemos.')
        await agent.keyboard.press('Control+Enter')
        await customer.get_by_role('button', name='Avisos: 1 ticket').press('Enter')
        await expect(customer.get_by_text('Marta Ruiz escribió')).to_be_visible()
        await customer.get_by_role('link', name='Ticket que suena').filter(has_text='escribió').press('Enter')
        await expect(customer.get_by_role('heading', level=1)).to_have_text('Ticket que suena')
        await expect(customer.get_by_role('button', name='Avisos: ninguno')).to_be_visible()
        await follow(customer, '/')
        for words in ('Uno más.', 'Y otro.'):
            await agent.get_by_label('Escribe tu respuesta').fill(words)
            await agent.keyboard.press('Control+Enter')
            await expect(agent.locator('.entry', has_text=words)).to_be_visible()
        await customer.get_by_role('button', name='Avisos: 1 ticket').click()
        await expect(customer.get_by_role('link').filter(has_text='Y otro.')).to_be_visible()
        await customer.get_by_role('button', name='Marcar todo como leído').click()
        await expect(customer.get_by_role('button', name='Avisos: ninguno')).to_be_visible()
        await follow(customer, f'/tickets/{number}')
        await customer.evaluate(AWAY)
        await agent.get_by_label('Escribe tu respuesta').fill('Para cuando vuelva.')
        await agent.keyboard.press('Control+Enter')
        await expect(customer.locator('.entry', has_text='Para cuando vuelva.')).to_be_visible()
        await expect(customer.get_by_role('button', name='Avisos: 1 ticket')).to_be_visible()
        await customer.evaluate(BACK)
        await expect(customer.get_by_role('button', name='Avisos: ninguno')).to_be_visible()
