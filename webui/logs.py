"""The server's log: one line per event, as text or as JSON."""

import json
import logging
from datetime import UTC, datetime
from logging.config import dictConfig

from services.env import env


class TextLines(logging.Formatter):
    """Readable lines in UTC; line breaks that somebody sent stay on the line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(' ', 'milliseconds').removesuffix('+00:00')
        message = record.getMessage().replace('\r', '\\r').replace('\n', '\\n').replace('\x1b', '\\x1b')
        trace = '\n' + self.formatException(record.exc_info) if record.exc_info else ''
        return f'{at} {record.levelname:<7} {record.name}: {message}{trace}'


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            'at': datetime.fromtimestamp(record.created, UTC).isoformat(),
            'level': record.levelname,
            'logger': record.name,
            'process': env().process_name,
            'message': record.getMessage(),
        }
        if record.exc_info:
            line['trace'] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up() -> None:
    """Send every logger of the process to standard error."""
    formatter = TextLines if env().log_format == 'text' else JsonLines
    dictConfig(
        {
            'version': 1,
            'disable_existing_loggers': False,
            'formatters': {'lines': {'()': formatter}},
            'handlers': {'stderr': {'class': 'logging.StreamHandler', 'formatter': 'lines'}},
            'root': {'level': 'INFO', 'handlers': ['stderr']},
            'loggers': {
                name: {'level': 'WARNING'} for name in ('uvicorn', 'uvicorn.access', 'httpx', 'tortoise', 'aiosqlite')
            },
        }
    )
