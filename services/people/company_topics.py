"""Who has to look again when something of a company changes, and whose clocks are reckoned anew."""

from models import Ticket
from services.announce import announce
from services.hours import recalendar

TOPIC = 'companies'


async def tell(company_id: int) -> None:
    """Part of the transaction around."""
    await announce({TOPIC, 'people', 'queue', 'settings', f'company:{company_id}'})


async def reckon_anew(company_id: int, calendar_id: int | None) -> None:
    """The contract has another calendar: the running clocks of the company's tickets follow. None: their department's.

    Part of the transaction around.
    """
    if calendar_id is not None:
        await recalendar.begin(calendar_id)
        return
    open_ones = Ticket.filter(organization_id=company_id, is_closed=False)
    calendars = await open_ones.distinct().values_list('department__calendar_id', flat=True)
    for one in {int(str(one)) for one in calendars}:
        await recalendar.begin(one)
