"""From which address somebody acts, as the edge has seen it: for the audit log."""

from contextvars import ContextVar

_address: ContextVar[str] = ContextVar('whence', default='')


def came_from(address: str) -> None:
    """Say it for all that follows in this task and in those that it starts."""
    _address.set(address)


def whence() -> str:
    """The address; empty for what the desk does by itself."""
    return _address.get()
