"""A new message in a long thread, against one in a short thread."""

from tests.bench import table
from tests.bench.driver import measured, views
from tests.bench.pages import DESK, prepare
from tests.bench.push import CUSTOMER, LEAD, Push, close, pushes

SHORT, LONG = 4, 400
VIEWS = 20


async def measure(*, quick: bool) -> None:
    rounds = 3 if quick else 9
    async with measured(DESK, DEMO='1') as bench:
        await prepare(bench)
        numbers = {}
        for messages in (SHORT, LONG):
            number = (await bench.do('open', email=CUSTOMER, subject=f'Hilo de {messages}'))['number']
            for _message in range(messages - 1):
                await bench.do('reply', email=LEAD, number=number, text='Seguimos en ello.')
            numbers[messages] = number
        # All of them at once: the bells of both threads are the same person's.
        lines = {
            messages: await views(await bench.browsers(CUSTOMER, VIEWS), f'/tickets/{number}')
            for messages, number in numbers.items()
        }
        found: dict[int, Push] = {}
        for messages, number in numbers.items():

            async def reply(words: str, number: str = number) -> float:
                return float((await bench.do('reply', email=LEAD, number=number, text=words))['committed'])

            found[messages] = await pushes(bench, lines[messages], reply, rounds)
        for some in lines.values():
            close(some)
    short, long = found[SHORT], found[LONG]
    pairs = (
        ('bytes', len(short.message), len(long.message)),
        ('ms to the view in the middle', short.middle, long.middle),
        (f'CPU ms for {VIEWS} views', short.cpu / 1000, long.cpu / 1000),
    )
    table.show(
        'One new message in a thread (aim: a long one costs no more than a short one)',
        ('', f'{SHORT} messages', f'{LONG} messages', '×'),
        [(name, a, b, b / a) for name, a, b in pairs],
    )
