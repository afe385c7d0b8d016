"""What a page costs, against an empty NiceGUI page of the same server."""

import html
import json
import re
from collections.abc import Mapping

from tests.bench import table
from tests.bench.driver import Bench, measured, views
from tests.bench.process import cpu, resident

DESK = ('tests.bench.desk', 'serve')
AIMS = {'Inicio': 6, 'Mis tickets': 6, 'ticket': 8, 'queue of 50': 8}
Place = tuple[str, str]  # whose page it is, and its address
CONTROL = ('BEGIN', 'COMMIT', 'SAVEPOINT', 'RELEASE')
SUBJECT = 'La impresora de recepción no imprime'


async def measure(*, quick: bool) -> None:
    many, rounds, at_once = (20, 3, 5) if quick else (100, 8, 10)
    async with measured(DESK, DEMO='1') as bench:
        pages = await prepare(bench)
        # first of all: what is freed later would be used again, and not be seen to grow
        memory = {name: await _memory(bench, *page, many) for name, page in pages.items()}
        sql = {name: await statements(bench, *page) for name, page in pages.items()}
        first = {name: await statements(bench, *page, first=True) for name, page in pages.items()}
        answers = {name: await (await bench.browser(who)).get(path) for name, (who, path) in pages.items()}
        times = await _times(bench, pages, rounds, at_once)
    rows = [
        (
            f'{name}, aim {AIMS[name]} statements' if name in AIMS else name,
            times[name],
            times[name] / times['empty'],
            elements(answers[name].text),
            len(answers[name].content) / 1000,
            answers[name].num_bytes_downloaded / 1000,
            len(sql[name]),
            len(first[name]),
            memory[name],
        )
        for name in pages
    ]
    table.show(
        'Pages, against an empty page of the same server (aim: queue of 50 within 8×, no page over 600 elements)',
        ('', 'CPU ms', '×', 'elements', 'kB', 'kB gz', 'SQL', 'first', 'KiB/view'),
        rows,
    )


async def prepare(bench: Bench) -> Mapping[str, Place]:
    """Fill the desk; the pages to measure, by name."""
    await bench.do('fill', tickets=300)
    customer, lead = 'lucia@mirador.example', 'ana@mesa.example'
    number = (await bench.do('open', email=customer, subject=SUBJECT))['number']
    for turn in range(5):
        await bench.do('reply', email=lead, number=number, text=f'Lo reviso ahora mismo ({turn}).')
    return {
        'empty': (customer, '/bench/empty'),
        'Inicio': (customer, '/'),
        'Mis tickets': (customer, '/tickets'),
        'ticket': (customer, f'/tickets/{number}'),
        'queue of 50': (lead, '/desk'),
        "agent's ticket": (lead, f'/desk/{number}'),
    }


def elements(page: str) -> int:
    """How many elements NiceGUI builds on a page."""
    raw = re.search(r'parseElements\(String\.raw`(.*?)`\)', page, re.DOTALL)
    assert raw
    return len(json.loads(html.unescape(raw[1])))


async def statements(bench: Bench, email: str, path: str, *, first: bool = False) -> list[str]:
    """The SQL of a page for a browser that was not there before, after an event of everything it shows.

    Settings and catalogue are known, unless it is the `first` page since the start. BEGIN and COMMIT do not count.
    """
    found = []
    for _ in range(3):  # background work may ask something meanwhile
        browser = await bench.browser(email)
        await bench.do('watch', first=first)
        await browser.get(path)
        asked = await bench.do('watched')
        found.append([sql for sql in asked if not sql.startswith(CONTROL)])
    return min(found, key=len)


async def _times(bench: Bench, pages: Mapping[str, Place], rounds: int, at_once: int) -> dict[str, float]:
    """Milliseconds of CPU per page, in turns; the best of all rounds, without the server's other work."""
    best = dict.fromkeys(pages, float('inf'))
    browsers = {name: await bench.browser(email) for name, (email, _path) in pages.items()}
    for _ in range(rounds):
        for name, (_email, path) in pages.items():
            before = cpu(bench.server.process.pid)
            for _ in range(at_once):
                await browsers[name].get(path)
            best[name] = min(best[name], 1000 * (cpu(bench.server.process.pid) - before) / at_once)
    return best


async def _memory(bench: Bench, email: str, path: str, many: int) -> float:
    """KiB per view that is open, with its socket."""
    await (await bench.browser(email)).get(path)
    before = resident(bench.server.process.pid)
    await views(await bench.browsers(email, many), path)
    return (resident(bench.server.process.pid) - before) / many
