"""A real SMTP server that behaves as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


@dataclass(frozen=True)
class Received:
    """What came over the wire."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def text(self) -> str:
        return str(self.message.get_content()).replace('\r\n', '\n')


@dataclass
class Mailbox:
    """The server's mails and manners. `answer` decides by recipient what it says to DATA.

    `hold` makes it keep its answer back after it has taken a mail: the moment in which a sender may die.
    """

    answer: Callable[[str], str] = lambda recipient: '250 taken'
    refuses_null_sender: bool = False
    login: LoginPassword | None = None
    url: str = ''
    mails: list[Received] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    connections: int = 0
    hold: bool = False
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    port: int = 0
    _server: asyncio.Server | None = None

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        return replies

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Envelope, sender: str, options: list[str]) -> str:  # noqa: N802
        if self.login and not session.authenticated:
            return '530 5.7.0 authenticate first'
        if self.refuses_null_sender and sender == '<>':
            return '550 5.7.60 not permitted to send as this sender'
        envelope.mail_from = sender
        return '250 ok'

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answer(envelope.rcpt_tos[0])
        async with self.arrived:
            self.tried += envelope.rcpt_tos
            if answer.startswith('2'):
                assert isinstance(envelope.original_content, bytes)
                self.mails.append(Received(envelope.mail_from or '', envelope.rcpt_tos, envelope.original_content))
            self.arrived.notify_all()
        if self.hold:
            await asyncio.Event().wait()
        return answer

    async def has(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds, looked at after every mail."""
        async with self.arrived:
            await self.arrived.wait_for(condition)

    async def receives(self, count: int) -> list[Received]:
        """The mails, once there are `count`."""
        await self.has(lambda: len(self.mails) >= count)
        return self.mails

    async def up(self) -> None:
        """Listen, at the same port as before."""
        loop = asyncio.get_running_loop()
        serve = partial(
            SMTP, self, hostname='mailbox.example', loop=loop, authenticator=self._knows, auth_require_tls=False
        )
        self._server = await loop.create_server(serve, '127.0.0.1', self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f'smtp://127.0.0.1:{self.port}'

    def _knows(
        self, server: SMTP, session: Any, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=login == self.login, handled=False)

    async def down(self) -> None:
        """Refuse connections."""
        assert self._server is not None
        self._server.close()


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    await box.up()
    try:
        yield box
    finally:
        await box.down()
