"""«¿Cómo fue la atención?»: five faces and a comment, then a thank-you (S0-8, S0-33)."""

from typing import Protocol

from services.sayings import Thanks, said
from services.tickets import rating
from services.tickets.ticket_view import TicketView
from webui.appearance import FACES
from webui.elements import Tag, button, heading, icon, tag
from webui.form.field import Field
from webui.form.forms import Form, Values, send_button
from webui.i18n import _, saying
from webui.viewer import viewer

COMMENT = 2000  # characters
STARS = {str(stars): stars for stars in FACES}


class Rate(Protocol):
    """Opens the rating of the ticket that is shown; `is_confirmed`: the person has just confirmed its solution."""

    def __call__(self, *, is_confirmed: bool = False) -> None: ...


class RatingDialog:
    """The rating of one ticket; `open` draws it as it is now."""

    def __init__(self) -> None:
        self._place = tag('div')

    def open(self, view: TicketView, *, is_confirmed: bool = False) -> None:
        title = _('How was the service?')
        self._place.clear()
        with self._place:
            dialog = tag('dialog', '', 'sheet rating', role='dialog', aria_label=title)
        with dialog, tag('div', '', 'stack') as asking:
            heading(title, 2)
            tag('p', _lead(view, is_confirmed=is_confirmed), 'lead')
            _form(view, dialog, asking)
        dialog.run_method('showModal')


def _lead(view: TicketView, *, is_confirmed: bool) -> str:
    number, assignee = view.ticket.number, view.ticket.assignee
    name = assignee.first_name if assignee else _('The desk')
    if is_confirmed:
        return _(
            'You confirmed the solution of %(number)s. Your rating reaches %(name)s and the team.',
            number=number,
            name=name,
        )
    return _('Your rating of %(number)s reaches %(name)s and the team.', number=number, name=name)


def _form(view: TicketView, dialog: Tag, asking: Tag) -> None:
    async def send(values: Values) -> None:
        stars = STARS.get(values.get('stars', ''), 0)
        await rating.rate(await viewer(), view.ticket, stars, values.get('comment', ''))
        await _thank(dialog, asking)

    form = Form(send)
    _faces(form, view.ticket.rating)
    label = _('Should we do something better? (optional)')
    form.prose('comment', label, value=view.ticket.rating_comment, rows=1, maxlength=COMMENT)
    with form.element, tag('div', '', 'form-foot'):
        button(_('Not now'), kind='quiet').props['data-closes'] = ''
        send_button(_('Send rating'))


def _faces(form: Form, chosen: int | None) -> None:
    """Native radios; before the first rating none of them is chosen."""
    with form.element:
        group = tag('div', '', 'faces', role='radiogroup')
        with group:
            for value, stars in STARS.items():
                icon_name, word = FACES[stars]
                with tag('label', '', 'face'):
                    radio = tag('input', '', 'laid-over', type='radio', name='stars', value=value)
                    radio.props['defaultChecked'] = stars == chosen
                    icon(icon_name)
                    tag('span', _(word))
        form.fields['stars'] = Field(_('Your rating'), '', group, group=True)


async def _thank(dialog: Tag, asking: Tag) -> None:
    """In the place of the form, which somebody may still be sending."""
    thanks = saying(await said(Thanks))
    asking.set_visibility(False)
    with dialog, tag('div', '', 'thanks', role='status'):
        icon('smile')
        heading(_('Thank you'), 2)
        tag('p', thanks, 'lead')
        done = button(_('Done'), kind='primary')
        done.props['data-closes'] = ''
    done.run_method('focus')
