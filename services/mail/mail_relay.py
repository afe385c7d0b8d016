"""Talking SMTP: one connection for a burst of mails, and what a server's answer means."""

import asyncio
from contextlib import suppress
from email.utils import parseaddr
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPDataError, SMTPRecipientRefused, SMTPRecipientsRefused, SMTPSenderRefused

from models import MailOut
from services.env import env
from services.mail.mail_auth import mail_host
from services.mail.mail_message import compose
from services.mail.mail_text import MailSettings
from services.settings import Desk, last

ANSWER = 60.0  # seconds for one answer of the server: a mail given up too early may have been taken all the same
ATTEMPT = 180.0  # seconds for one mail, connection included
PORTS = {'smtp': 25, 'smtps': 465, 'smtp+starttls': 587}
AUTHENTICATION_REQUIRED = 530  # a 5xx that is about our settings and not about the mail


def sender() -> str:
    """Whom mails come from, as an admin says it (S0-9); empty for the name in MESA_MAIL_FROM."""
    called = last(Desk).name
    return last(MailSettings).sender_name or ('' if called == Desk.name else called)


class RelayError(Exception):
    """A mail was not taken; `is_final` when another try is of no use, because the server said so or it is no mail."""

    def __init__(self, error: Exception) -> None:
        answer = error.recipients[0] if isinstance(error, SMTPRecipientsRefused) else error
        super().__init__(str(answer) or type(answer).__name__)
        if isinstance(answer, SMTPSenderRefused | SMTPRecipientRefused | SMTPDataError):
            self.is_final = answer.code >= 500 and answer.code != AUTHENTICATION_REQUIRED
        else:
            self.is_final = isinstance(answer, ValueError)


class Relay:
    """`async with Relay() as relay:` the server of MESA_SMTP_URL, connected when the first mail is sent."""

    def __init__(self) -> None:
        url = urlsplit(env().smtp_url)
        self._smtp = SMTP(
            hostname=url.hostname,
            port=url.port or PORTS[url.scheme],
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            local_hostname=mail_host(),
            use_tls=url.scheme == 'smtps',
            start_tls=url.scheme == 'smtp+starttls',
            timeout=ANSWER,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp.is_connected and error is None:
            with suppress(Exception):  # everything was said before
                await self._smtp.quit()
        self._smtp.close()

    async def reach(self) -> None:
        """Connect and sign in, and send nothing. Raises RelayError."""
        try:
            await self._smtp.connect()
        except Exception as error:
            raise RelayError(error) from error

    async def send(self, mail: MailOut) -> None:
        """Hand `mail` over. Raises RelayError."""
        try:
            async with asyncio.timeout(ATTEMPT):
                if not self._smtp.is_connected:
                    await self._smtp.connect()
                await self._hand_over(mail)
        except Exception as error:
            self._smtp.close()
            raise RelayError(error) from error

    async def _hand_over(self, mail: MailOut) -> None:
        message = compose(mail, sender())
        if mail.is_automated:
            try:  # nobody answers a null sender (RFC 3834), but not every server takes one
                await self._smtp.sendmail('', [mail.to_address], message)
                return
            except (SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError) as refused:
                if not RelayError(refused).is_final:
                    raise
        await self._smtp.sendmail(parseaddr(env().mail_from)[1], [mail.to_address], message)
