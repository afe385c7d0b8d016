"""Where the conversation of a merged ticket goes on."""

from services.tickets.ticket_view import TicketView
from webui.elements import icon, link, tag
from webui.formats import moment
from webui.i18n import _
from webui.tickets.thread import author_of


class MergedBanner:
    """A word and a link to the other ticket below `root`, `/tickets` or `/desk`; not seen while there is no merge."""

    def __init__(self, root: str) -> None:
        self._root = root
        with tag('div', '', 'banner merged', data_tone='warn', role='status') as self._box:
            icon('merge')
            self._words = tag('span')
            self._link = link('', '')
        self._box.set_visibility(False)

    def show(self, view: TicketView) -> None:
        self._box.set_visibility(view.merge is not None)
        if view.merge is None:
            return
        line, number = view.merge.line, view.merge.into.number
        name, when = author_of(line), moment(line.created_at)
        self._words.text = _(
            '%(name)s has merged this ticket into another, %(when)s. The conversation goes on there:',
            name=name,
            when=when,
        )
        self._link.text = number
        self._link.props['href'] = f'{self._root}/{number}'
