"""Who looks at a ticket besides those whose it is: its news is news to them too."""

from tortoise.connection import get_connection

from models.user import UserRole

MOST = 200


async def onlookers(ticket_id: int) -> list[int]:
    """The ids of who is in copy, and of customers who have had the ticket open."""
    rows = await get_connection('default').execute_query_dict(
        f'SELECT user_id FROM watcher WHERE ticket_id = {ticket_id:d} AND user_id IS NOT NULL UNION'  # noqa: S608
        f' SELECT r.user_id FROM ticket_user r JOIN "user" p ON p.id = r.user_id AND p.role = \'{UserRole.CUSTOMER}\''
        f' WHERE r.ticket_id = {ticket_id:d} LIMIT {MOST}'
    )
    return [row['user_id'] for row in rows]
