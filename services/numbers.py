from tortoise.connection import get_connection

from models import Counter
from models.db.connect import dialect
from models.ticket_number import format_number

FIRST = 1000


async def next_number() -> str:
    """The next ticket number. Call it in the transaction that writes the ticket, as late as possible."""
    table = Counter._meta.db_table
    name, first = ('$1', '$2') if dialect() == 'postgres' else ('?', '?')
    rows = await get_connection('default').execute_query_dict(
        f'INSERT INTO "{table}" (name, value) VALUES ({name}, {first}) '  # noqa: S608
        f'ON CONFLICT (name) DO UPDATE SET value = "{table}".value + 1 RETURNING value',
        ['ticket', FIRST],
    )
    return format_number(int(rows[0]['value']))
