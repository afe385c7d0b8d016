"""The dialog of one action of a ticket: a native one with a form, opened as soon as it is drawn."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from models import Ticket, User
from models.lifecycle import Event
from services.tickets import drafts
from webui.elements import button, heading, icon_button, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.viewer import viewer


@asynccontextmanager
async def action_dialog(
    ticket: Ticket,
    event: Event,
    title: str,
    send: str,
    verb: Callable[[User, Values], Awaitable[object]],
    *,
    lead: str = '',
) -> AsyncIterator[Form]:
    """Draw the dialog that lets `event` happen; the caller puts the fields into the form that it gives.

    The button `send` calls `verb` with the person and the values. What he typed stays when it is refused, and is a
    draft until it is sent: `verb` forgets `drafts.ticket_key(ticket, event)`, as all that writes into a ticket does.
    """
    key = drafts.ticket_key(ticket, event)

    async def submit(values: Values) -> None:
        await verb(await viewer(), values)
        dialog.run_method('close')

    async def keep(values: Values) -> None:
        await drafts.keep(await viewer(), key, values)

    kept = await drafts.recall(await viewer(), key)
    with tag('dialog', '', 'sheet', role='dialog', aria_label=title) as dialog:
        with tag('div', '', 'sheet-head'):
            heading(title, 2)
            icon_button(_('Close'), 'x').props['data-closes'] = ''
        if lead:
            tag('p', lead, 'muted')
        form = Form(submit, on_draft=keep, draft=key)
        yield form
        with form.element, tag('div', '', 'form-foot'):
            send_button(send)
            button(_('Cancel')).props['data-closes'] = ''
    for field in form.fields.values():
        field.control.props['autofocus'] = field is next(iter(form.fields.values()))
    for name, text in kept.items():
        if name in form.fields and form.fields[name].control.tag == 'textarea':
            form.fields[name].control.props['defaultValue'] = text
    dialog.run_method('showModal')
