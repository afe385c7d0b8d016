"""The desk's own words beside the form that opens a ticket, as they are now (S3-26, S4-14, S4-20)."""

from collections.abc import Callable

from models import CatalogItem
from services import settings
from services.clock import now
from services.hours import opening_hours
from services.sayings import BeDetailed, ClosedDays, UrgentMeans, said
from services.settings import Desk
from webui.elements import icon, link, tag
from webui.form.forms import Form
from webui.i18n import _, locale, saying
from webui.live import LiveView, live


class ClosedDaysLine:
    """What is attended on a day like this one, and the number to call (S4-14); seen on days off alone."""

    def __init__(self) -> None:
        with tag('div', '', 'banner', data_tone='warn', role='status') as self._line:
            icon('phone')
            self._text = tag('span')
            self._number = link('', '', 'number')
        self._line.set_visibility(False)

    async def show(self, item: CatalogItem) -> None:
        calendar = await opening_hours.calendar_of(item.department_id)
        is_off = opening_hours.opening(calendar, now()).is_day_off
        self._text.text = saying(await said(ClosedDays)) if is_off else ''
        desk = await settings.load(Desk)
        number = desk.phone or desk.mobile
        self._number.text = number
        self._number.props['href'] = phone_address(number)
        self._number.set_visibility(bool(number))
        self._line.set_visibility(bool(self._text.text))


async def keep_said(form: Form, present: Callable[[], CatalogItem], closed: ClosedDaysLine) -> LiveView:
    """Say it at the fields of `form` (S3-26, S4-20) and in `closed`, and say it anew when an admin changes it.

    `present` gives the type as it is now.
    """

    async def show() -> None:
        item = present()
        what = item.text('description_hint', locale().language)
        what = what or _('Exact path or menu, what you entered, and the error code.')
        form.fields['urgency'].tell(saying(await said(UrgentMeans)))
        form.fields['description'].tell(f'{what} {saying(await said(BeDetailed))}'.strip())
        await closed.show(item)

    return await live(['settings', 'catalog'], show, every=60)


def phone_address(number: str) -> str:
    """The link that calls `number`."""
    return 'tel:' + ''.join(sign for sign in number if sign in '+0123456789')
