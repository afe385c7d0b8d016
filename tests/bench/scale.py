"""The first page of the queue, of «Mis tickets» and of the search while the tickets become a hundred times as many."""

import time
from collections.abc import Awaitable, Callable, Mapping

from models.audience import Reader
from services import bus
from services.board import board_figures
from services.departments import department_desk
from services.desk import queue
from services.desk.queue_filters import Filters
from services.people import company_desk, company_parts
from services.search import search
from services.tickets import my_tickets
from tests.bench import plans, table
from tests.bench.databases import database
from tests.bench.rows import fill
from tests.bench.statements import collected
from tests.support.world import World

Query = Callable[[], Awaitable[object]]


def queries(world: World) -> Mapping[str, Query]:
    """What the pages ask, each of its answers anew."""
    agent, customer, department = world.marta.user, world.lucia.user, world.systems.id
    admin = world.admin.user
    return {
        'queue, all open': lambda: queue.page(agent, 'open'),
        'queue, mine': lambda: queue.page(agent, 'mine'),
        'queue, a department': lambda: queue.page(agent, f'department-{department}'),
        'queue, due soon': lambda: queue.page(agent, 'due'),
        'queue, waiting for others': lambda: queue.page(agent, 'held'),
        'queue, waiting for customers': lambda: queue.page(agent, 'asked'),
        'queue, done': lambda: queue.page(agent, 'done'),
        'queue, of one company': lambda: queue.page(
            agent, 'open', None, Filters(company=str(customer.organization_id))
        ),
        'queue, words': lambda: queue.page(agent, 'open', None, Filters(text='Fila 50')),
        'queue, counts': lambda: queue.counts(agent),
        'queue, departments': lambda: queue.departments(agent),
        'Mis tickets, open': lambda: my_tickets.page(customer),
        'Mis tickets, closed': lambda: my_tickets.page(customer, 'closed'),
        'Mis tickets, all': lambda: my_tickets.page(customer, 'all'),
        'Mis tickets, in copy': lambda: my_tickets.page(customer, 'copied'),
        'Mis tickets, company': lambda: my_tickets.page(customer, company=True),
        'Mis tickets, counts': lambda: my_tickets.counts(customer),
        'settings, departments': lambda: department_desk.all_of(admin),
        'settings, companies': lambda: company_desk.first_of(admin),
        'settings, a company': lambda: company_parts.parts(admin, customer.organization_id or 0),
        'board, figures of a company': lambda: board_figures.figures(Reader.of(customer)),
        'search, the desk': lambda: search.search(agent, 'fila'),
        'search, a name and a word': lambda: search.search(agent, 'elena fila'),
        'search, a number begun': lambda: search.search(agent, '50012'),
        'search, a customer': lambda: search.search(customer, 'fila'),
        'search, nothing of his': lambda: search.search(customer, '50012 vera'),
    }


async def faults(query: Query) -> list[str]:
    """What in the plans of a query's statements reads or sorts all tickets."""
    bus.publish(['queue', 'catalog', 'board'])
    with collected() as found:
        await query()
    return [fault for statement in list(found) for fault in await plans.faults(statement)]


async def measure(*, quick: bool) -> None:
    few, many, rounds = (1_000, 10_000, 30) if quick else (1_000, 100_000, 200)
    rows = []
    for dialect in ('sqlite', 'postgres'):
        async with database(dialect) as world:
            asked = queries(world)
            await fill(few)
            small = await _milliseconds(asked, rounds)
            await fill(many - few, closed=0.9)
            large = await _milliseconds(asked, rounds)
            for name, query in asked.items():
                plan = '; '.join(dict.fromkeys(await faults(query))) or 'index'
                rows.append((f'{dialect}: {name}', small[name], large[name], large[name] / small[name], plan))
    table.show(
        f'First page at {few:,} and {many:,} tickets, ms (aim: within 1.5×; counts stop at 1,000 rows each,'
        ' those of a customer at 150)',
        ('', f'{few:,}', f'{many:,}', '×', 'plan'),
        rows,
    )


async def _milliseconds(asked: Mapping[str, Query], rounds: int) -> dict[str, float]:
    """What each takes undisturbed: the best of rounds through all of them, so that other work does not count."""
    best = dict.fromkeys(asked, float('inf'))
    for _ in range(rounds):
        for name, query in asked.items():
            bus.publish(['queue', 'catalog', 'board'])  # what is shared is asked again
            begun = time.perf_counter()
            await query()
            best[name] = min(best[name], 1000 * (time.perf_counter() - begun))
    return best
