"""The SQL statements that something causes, as Tortoise logs them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Statement = tuple[str, list[Any] | None]


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Statement] = []

    def emit(self, record: logging.LogRecord) -> None:
        match record.args:
            case (str(sql), values):
                self.found.append((sql, values))  # type: ignore[arg-type]
            case _:
                self.found.append((record.getMessage(), None))


@contextmanager
def collected() -> Iterator[list[Statement]]:
    """The statements (SQL, values) that this process sends until the end of the `with`."""
    log = logging.getLogger('tortoise.db_client')
    collector, level = _Collector(), log.level
    log.addHandler(collector)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    try:
        yield collector.found
    finally:
        log.removeHandler(collector)
        log.setLevel(level)
        log.propagate = True
