"""What the box of a call has found: a ticket, people, and always somebody new."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from markupsafe import Markup
from nicegui.element import Element

from services.desk.phone import Found
from services.mail.addresses import NO_MAIL
from webui.elements import initials, tag, tone_of
from webui.i18n import _
from webui.live import LiveList
from webui.markup import fill, icon_markup

_ROW = Markup('{sight}<span class="row-words"><b class="line" dir="auto">{name}</b>{more}</span>')
_MORE = Markup('<span class="line muted" dir="auto">{}</span>')
_AVATAR = Markup('<span class="avatar" data-tone="{}" aria-hidden="true">{}</span>')


@dataclass(frozen=True)
class Answer:
    """A ticket by its `number`, a `person` by id, or somebody new, of whom `text` is known."""

    name: str
    more: str = ''
    number: str = ''
    person: int = 0
    text: str = ''


def answers(found: Found, text: str) -> list[Answer]:
    """The best first."""
    if found.number:
        return [Answer(_('Ticket %(number)s', number=found.number), number=found.number)]
    people = []
    for row in found.people:
        mail = '' if row['email'].endswith(NO_MAIL) else row['email']
        ways = ' · '.join(filter(None, (row['company'], row['phone'], mail)))
        people.append(Answer(row['full_name'], ways, person=row['id']))
    return [*people, Answer(_('Somebody new: “%(text)s”', text=text[:60]), text=text)]


def answer_list(parent: Element, choose: Callable[[Answer], Awaitable[None]]) -> LiveList[Answer]:
    """A button for each; one that stays is not drawn anew while somebody is about to press it."""
    shown: dict[Element, Answer] = {}

    def make(_answer: Answer) -> Element:
        item = tag('button', '', 'call-person', type='button')
        item.on('click', lambda: choose(shown[item]), args=[])
        return item

    def update(element: Element, answer: Answer) -> None:
        shown[element] = answer
        sight = _AVATAR.format(tone_of(answer.name), initials(answer.name)) if answer.person else _sight(answer)
        more = _MORE.format(answer.more) if answer.more else ''
        fill(element, _ROW.format(sight=sight, name=answer.name, more=more))

    return LiveList(
        parent, key=lambda answer: (answer.number, answer.person), stamp=lambda answer: answer, make=make, update=update
    )


def _sight(answer: Answer) -> Markup:
    return icon_markup('inbox' if answer.number else 'user-plus')
