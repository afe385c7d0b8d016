"""What a mail will say, in the form that sends it."""

from collections.abc import Awaitable, Callable

from markupsafe import Markup
from nicegui.events import GenericEventArguments

from services.notices import Preview
from services.refusals import Invalid
from webui.elements import tag
from webui.form.forms import KEEP, Form, Values, texts
from webui.form.latest import latest
from webui.i18n import _
from webui.markup import fill, icon_markup, linkify, rich

_MAIL = Markup('<p class="muted small">{address}</p><p><b dir="auto">{subject}</b></p>{body}{attached}')
_ATTACHED = Markup('<p class="file">{icon}<span>{name}</span></p>')
_MISSING = Markup('<p class="muted">{}</p>')
EVERY = 0.4  # seconds


async def mail_preview(form: Form, compose: Callable[[Values], Awaitable[Preview]], first: Values) -> None:
    """Show the mail that `compose` makes of the values of `form`: of `first` now, and again while somebody writes."""
    with form.element, tag('details', '', 'mail-preview', open=True):
        tag('summary', _('The mail as it will be sent'), 'label')
        place = rich('div', 'mail-preview-body')

    @latest
    async def show(values: Values) -> None:
        try:
            mail = await compose(values)
        except Invalid as invalid:
            fill(place, _MISSING.format(_(invalid.text)))
            return
        attached = _ATTACHED.format(icon=icon_markup('paperclip'), name=mail.attached) if mail.attached else ''
        body = linkify(mail.body)
        fill(place, _MAIL.format(address=mail.address, subject=mail.subject, body=body, attached=attached))

    async def written(event: GenericEventArguments) -> None:
        await show(texts(event.args))

    form.element.on('input', written, js_handler=KEEP, throttle=EVERY, leading_events=False)
    await show(first)
