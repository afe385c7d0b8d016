"""`python -m tests.bench`: every benchmark, or one of them."""

import argparse
import asyncio
import logging
import time

from tests.bench import board, creations, navigation, pages, pixels, push, scale, thread

PARTS = {
    part.__name__.rpartition('.')[2]: part
    for part in (pixels, push, board, thread, pages, navigation, creations, scale)
}


async def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m tests.bench', description='Ratios against references of this run.')
    parser.add_argument('--only', choices=PARTS, help='one part')
    parser.add_argument('--quick', action='store_true', help='smaller numbers, in under two minutes')
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    begun = time.perf_counter()
    for part in [PARTS[given.only]] if given.only else PARTS.values():
        await part.measure(quick=given.quick)
    print(f'\n{time.perf_counter() - begun:.0f} s')


if __name__ == '__main__':
    asyncio.run(main())
