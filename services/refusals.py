"""Why a verb did not happen, in words for the person who asked."""

from collections.abc import Mapping
from datetime import datetime

from services.language import N_, Text


class Refused(Exception):
    """A verb that was refused; nothing has changed. `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


class NotFound(Refused):
    """What does not exist, or may not be seen: the same answer for both."""

    def __init__(self) -> None:
        super().__init__(N_('We could not find that.'))


class NotAllowed(Refused):
    """Not for this person, or not in this state."""


class Invalid(Refused):
    """A form with problems: `problems` maps each field to its text."""

    def __init__(self, problems: Mapping[str, Text]) -> None:
        super().__init__(next(iter(problems.values())))
        self.problems = problems


class Arrived(Refused):
    """A text that answers less than has been said: `count` messages of others came while it was written."""

    def __init__(self, count: int) -> None:
        super().__init__(N_('Messages arrived while you were writing. Read them first.'))
        self.count = count


class Overtaken(Refused):
    """Somebody else, `name`, saved the same at `at`, after this form had been filled with what was stored then."""

    def __init__(self, name: str, at: datetime | None) -> None:
        super().__init__(N_('Somebody else saved this meanwhile. Read what changed first.'))
        self.name, self.at = name, at


class SignedOut(Refused):
    """The session has ended, or the person is disabled."""

    def __init__(self) -> None:
        super().__init__(N_('Your session has ended. Sign in again.'))


class TooMany(Refused):
    """A brake: come back later."""

    def __init__(self) -> None:
        super().__init__(N_('Too many attempts. Wait a few minutes and try again.'))
