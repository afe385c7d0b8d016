"""The parts of a call: people found, the status that is read aloud, the ticket in two fields."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import uuid4

from markupsafe import Markup
from nicegui import ui

from models import User
from services.catalog import catalog
from services.desk import phone
from services.desk.phone import Caller, Failure, PhoneTicket
from services.people.company_topics import TOPIC as COMPANIES
from services.plain_text import LINE, PROSE
from services.tickets import drafts, my_tickets, ticket_view
from webui.actions import action
from webui.desk.call_answers import Answer
from webui.desk.call_script import script
from webui.desk.phone_terms import PhoneTerms
from webui.elements import avatar, button, heading, icon, link, notify, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _, locale
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.tickets.call_words import FAILURE
from webui.viewer import viewer

Show = Callable[[Answer], Awaitable[None]]
_SENTENCE = Markup('<p>{}</p>')


async def draw_status(number: str) -> None:
    """The script of a ticket first; support by phone only where something has failed (S4-15)."""
    ticket = (await ticket_view.view(await viewer(), number)).ticket

    @action
    async def told() -> None:
        await phone.told_status(await viewer(), ticket)
        notify(_('The call is logged in the ticket.'))

    async def support(values: Values) -> None:
        await phone.gives_support(await viewer(), ticket, values.get('failure', ''))
        ui.navigate.to(f'/desk/{ticket.number}')

    with tag('section', '', 'card call-status', aria_label=_('Read aloud')):
        with tag('div', '', 'card-head'):
            heading(_('Read aloud'), 2, 'card-title')
            link(_('Open the ticket'), f'/desk/{ticket.number}')
        with tag('div', '', 'card-body'):
            aloud = rich('blockquote', 'call-script')
            aloud.props['dir'] = 'auto'
        with tag('div', '', 'card-foot'):
            button(_('Log the call'), told, icon_name='phone', kind='primary')
    form = Form(support, classes='form call-support')
    form.cards('failure', _('Give support by phone: what has failed?'), [(one, _(FAILURE[one]), '') for one in Failure])
    with form.element, tag('div', '', 'form-foot'):
        tag('button', _('Give support'), 'button button-secondary', type='submit')

    async def show() -> None:
        fresh = await ticket_view.view(await viewer(), number)
        fill(aloud, Markup('').join(map(_SENTENCE.format, script(fresh))))

    await live([f'ticket:{ticket.id}', 'settings', 'catalog'], show, every=60)


async def draw_ticket_form(person: User | None, text: str, show: Show) -> None:
    """A ticket in two fields: for `person`, or for somebody new, of whom `text` is known; `show` tells a status.

    What was typed is there again when that caller is found again.
    """
    home = await catalog.home(locale().language, catalog.DESK)
    tiles = [*home.incidents, *home.requests]
    if not tiles:
        tag('p', _('There is no type of ticket yet.'), 'muted')
        return
    form_key = str(uuid4())
    draft_key = drafts.call_key(person.id if person else None)
    typed = await drafts.recall(await viewer(), draft_key)

    async def keep(values: Values) -> None:
        await drafts.keep(
            await viewer(), draft_key, {name: values.get(name, '') for name in ('subject', 'description')}
        )

    async def send(values: Values) -> None:
        caller = Caller(person.id if person else None, values.get('name', ''), values.get('contact', ''))
        filled = PhoneTicket(
            values.get('subject', ''),
            values.get('description', ''),
            values.get('item', ''),
            form_key,
            values.get('caller_name', ''),
            values.get('caller_phone', ''),
            **terms.filled(values),
        )
        ticket = await phone.open_by_phone(await viewer(), caller, filled)
        ui.navigate.to(f'/desk/{ticket.number}')

    if person:
        await _draw_person(person, show)
    form = Form(send, on_draft=keep, draft=draft_key)
    if person is None:
        is_contact = any(character in text for character in '@0123456789')
        form.line('name', _('Name of who calls'), value='' if is_contact else text, maxlength=phone.NAME)
        form.line('contact', _('E-mail or phone'), value=text if is_contact else '', maxlength=254)
    form.line('subject', _('Subject'), value=typed.get('subject', ''), maxlength=LINE)
    hint, description = _('Enter opens the ticket.'), typed.get('description', '')
    form.prose('description', _('Description'), hint=hint, value=description, rows=4, maxlength=PROSE, data_enter='')
    usual = next((tile.slug for tile in home.incidents if tile.is_generic), tiles[0].slug)
    with form.element, tag('details', '', 'call-more') as more:
        tag('summary', _('Type, and who speaks'))
    items = [await catalog.item(tile.slug, catalog.DESK) for tile in tiles]
    terms = PhoneTerms(form, items, usual)
    form.select('item', _('Type'), [(tile.slug, tile.title) for tile in tiles], value=usual)
    form.line('caller_name', _('Who speaks'), value=person.full_name if person else '', maxlength=phone.NAME)
    form.line('caller_phone', _('Phone of who speaks'), value=person.phone if person else '', maxlength=phone.PHONE)
    for name in ('item', 'caller_name', 'caller_phone'):
        form.fields[name].box.move(more)
    await terms.draw()
    with form.element, tag('div', '', 'form-foot'):
        send_button(_('Open the ticket'), 'phone')
    form.fields['subject' if person or text else 'name'].control.run_method('focus')


async def _draw_person(person: User, show: Show) -> None:
    """Who it is, and what is open of his."""
    with tag('section', '', 'card', aria_label=person.full_name), tag('div', '', 'card-body'):
        with tag('p', '', 'person'):
            avatar(person.full_name)
            tag('b', person.full_name, dir='auto')
            tag('span', person.organization.name if person.organization else '', 'muted', dir='auto')
        if person.phone:
            with tag('a', '', 'way', href=f'tel:{person.phone}'):
                icon('phone')
                tag('span', person.phone)
        rows = LiveList[Answer](
            tag('div'),
            key=lambda answer: answer,
            stamp=lambda answer: answer,
            make=lambda answer: button(answer.name, partial(show, answer), kind='quiet').classes('line call-open'),
            update=lambda _button, _answer: None,
        )

        async def list_open() -> None:
            found = (await my_tickets.page(person)).rows[:5]
            rows.show([Answer(f'{row["number"]} · {row["subject"]}', number=row['number']) for row in found])

        await live([f'user:{person.id}', COMPANIES], list_open)
