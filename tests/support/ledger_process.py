"""Connects to the ledger and migrates it, each when told so by a line: `python -m tests.support.ledger_process URL`."""

import asyncio
import sys

from models.db.connect import connect
from models.db.file_lock import DatabaseInUse
from models.db.migrate import upgrade
from tests.support.ledger import apps


async def main(url: str) -> None:
    print('ready', flush=True)
    sys.stdin.readline()
    try:
        await connect(url, apps=apps())
    except DatabaseInUse as refusal:
        print(refusal, flush=True)
        raise SystemExit(1) from None
    print(*await upgrade(apps()) or ['nothing'], flush=True)
    sys.stdin.readline()


if __name__ == '__main__':
    asyncio.run(main(sys.argv[1]))
