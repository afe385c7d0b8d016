"""Mailboxes that several people of a customer use: who writes there says who he is (S3-23; spec 1.6-b)."""

from dataclasses import dataclass
from typing import Literal

from models import User
from services.language import N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid

NAME = 120


@dataclass(frozen=True)
class GroupMailbox:
    """Whether customers may write from addresses of nobody in particular, such as info@: they may, and forms say
    nothing; or they may, and forms advise against it (S4-18).
    """

    policy: Literal['allowed', 'hint_against'] = 'allowed'

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        is_known = self.policy in ('allowed', 'hint_against')
        return {} if is_known else {'policy': N_('Choose one of the options')}


def writer_problem(actor: User, writer: str) -> Text | None:
    """What is wrong with the name of who writes from a group mailbox; nothing is asked of other people."""
    if not actor.is_group:
        return None
    return text_problem(writer, longest=NAME, one_line=True, required=N_('Write who is writing'))


def label(author: User | None, writer: str | None) -> str:
    """What stands with a line as its writer, None where nobody wrote it: its words were ready.

    `Invalid` by `writer` where a group mailbox does not say it.
    """
    if author is None or writer is None:
        return writer or ''
    if problem := writer_problem(author, writer):
        raise Invalid({'writer': problem})
    return writer.strip() if author.is_group else ''
