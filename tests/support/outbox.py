"""The outbox under test: senders, and waiting for what they do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from models import MailOut
from models.mail_out import MailStatus
from services import bus, clock
from services.env import env
from services.mail import mail_out
from services.mail.mail_auth import new_message_id
from tests.support.smtp import Mailbox


@contextmanager
def environment(**settings: str) -> Iterator[None]:
    """MESA_* variables, given without the prefix."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(f'MESA_{name}', value)
        env.cache_clear()
        yield
    env.cache_clear()


@asynccontextmanager
async def sending() -> AsyncIterator[asyncio.Task[None]]:
    """A sender, as each process has one."""
    stop = asyncio.Event()
    task = asyncio.create_task(mail_out.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the outbox is as it should be, looking whenever it is told to have changed."""
    changed = asyncio.Event()
    unwatch = bus.watch(['outbox'], changed.set)
    try:
        while not await holds():
            await changed.wait()
            changed.clear()
    finally:
        unwatch()


async def all_are(status: MailStatus) -> bool:
    return not await MailOut.exclude(status=status).exists()


async def has_waited() -> bool:
    """Whether every mail was tried once and has been put off."""
    waiting = {(MailStatus.QUEUED, 1, None)}
    return set(await MailOut.all().values_list('status', 'tries', 'claimed_until')) == waiting


async def fill(count: int) -> None:
    await MailOut.bulk_create(
        MailOut(
            to_address=f'person{n}@x.example',
            template='reply',
            language='es',
            subject=f'Mail {n}',
            body='Hola\n',
            message_id=new_message_id(),
            dedupe_key=str(n),
            next_try_at=clock.now(),
            created_at=clock.now(),
        )
        for n in range(count)
    )


def ids(box: Mailbox) -> list[str]:
    return [mail.message['Message-ID'] for mail in box.mails]
