"""What admins are told of: a holiday that a country has and a calendar does not, until somebody decides."""

from collections.abc import Sequence

from nicegui.element import Element

from services.hours import holiday_watch
from services.hours.holiday_watch import News
from services.hours.public_holidays import Kind
from webui.elements import icon, link, tag
from webui.i18n import _, ngettext
from webui.live import LiveList, live
from webui.settings.holiday_card import difference_words
from webui.viewer import viewer

ONE_KIND = frozenset({Kind.NEW})


async def holiday_banner() -> None:
    """Draw the banners, one for each calendar; nothing where all is decided."""
    rows = LiveList[News](
        tag('div', '', 'banners'),
        key=lambda one: one.calendar_id,
        stamp=lambda one: one,
        make=lambda _one: tag('div', '', 'banner', data_tone='info', role='status'),
        update=_update,
    )

    async def show() -> None:
        found: Sequence[News] = holiday_watch.news(await viewer())
        rows.show(found)
        rows.parent.set_visibility(bool(found))

    await live([holiday_watch.TOPIC], show)


def _update(place: Element, one: News) -> None:
    place.clear()
    with place:
        icon('calendar')
        with tag('span'):
            tag('b', _words(one))
            tag('span', f' {one.name}. ')
            link(_('Look at it'), f'/settings/hours?calendar={one.calendar_id}')


def _words(one: News) -> str:
    """ "Nuevo festivo: 13 jul 2026, Día de la Virgen.", or how many there are."""
    if len(one.differences) == 1 and one.differences[0].kind in ONE_KIND:
        return _('New holiday: %(holiday)s.', holiday=difference_words(one.differences[0]))
    return ngettext(
        '%(n)d holiday is not as you have it.', '%(n)d holidays are not as you have them.', len(one.differences)
    )
