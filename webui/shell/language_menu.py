"""The languages that the desk offers, to choose one: for this browser and, signed in, for this person (S3-9)."""

from nicegui import background_tasks
from nicegui.element import Element

from services import language, settings
from services.languages import Languages
from webui.elements import icon, tag
from webui.i18n import _, locale
from webui.live import LiveList, LiveView


def language_switch() -> None:
    """A menu; nothing where there is no choice."""
    here = locale().language
    with tag('details', '', 'menu-wrap on-desk') as menu:
        label = _('Language: %(name)s', name=language.LANGUAGES[here])
        with tag('summary', '', 'button button-quiet', aria_label=label, title=_('Language')):
            icon('languages')
            tag('span', language.LANGUAGES[here], lang=here)
        rows = LiveList[str](tag('div', '', 'menu'), key=str, stamp=str, make=_make, update=lambda _row, _code: None)

    def offer(codes: list[str]) -> None:
        rows.show(codes)
        menu.set_visibility(codes != [here])

    async def show() -> None:
        offer((await settings.load(Languages)).offered)

    offer(list(language.offered()))
    with menu:
        background_tasks.create(LiveView(['settings'], show).start(later=True), name='language menu')


def _make(code: str) -> Element:
    with tag('form', method='post', action='/language', data_next='') as form:
        tag('input', type='hidden', name='language', value=code)
        tag('input', type='hidden', name='next', value='/')
        chosen = tag('button', language.LANGUAGES[code], 'menu-item', type='submit', lang=code)
        if code == locale().language:
            chosen.props['aria-current'] = 'true'
    return form
