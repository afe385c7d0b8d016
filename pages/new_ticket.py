"""`/tickets/new` and `/tickets/new/{item}`: the form of a catalogue item (S0-20, S0-29, S4-20)."""

from collections.abc import Mapping
from uuid import uuid4

from nicegui import ui

from models import CatalogItem
from services import attachments, brakes, catalog, drafts
from services.catalog import Tile
from services.language import Text
from services.plain_text import LINE, PROSE
from services.tickets import NewTicket, open_ticket
from webui.appearance import IMPACT, URGENCY
from webui.elements import heading, icon, link, tag
from webui.file_drop import file_drop
from webui.forms import Form, Values, send_button
from webui.i18n import _, locale
from webui.portal_shell import shell
from webui.routing import Access
from webui.title import title
from webui.viewer import viewer


@shell.page('/tickets/new', Access.SIGNED_IN)
async def choose() -> None:
    title(_('New ticket'))
    tiles = await catalog.home(locale().language)
    with tag('div', '', 'page page-narrow'):
        heading(_('What is it about?'))
        for name, group in ((_('Something does not work'), tiles.incidents), (_('I need something'), tiles.requests)):
            with tag('section', '', 'tile-group', aria_label=name):
                heading(name, 2)
                with tag('div', '', 'rows'):
                    for tile in group:
                        _choice(tile)


def _choice(tile: Tile) -> None:
    with tag('a', '', 'choice-row', href=f'/tickets/new/{tile.slug}'):
        icon(tile.icon)
        with tag('span', '', 'row-words'):
            tag('b', tile.title)
            tag('span', tile.summary, 'muted small')


@shell.page('/tickets/new/{item}', Access.SIGNED_IN)
async def new_ticket(item: str) -> None:
    person = await viewer()
    chosen = await catalog.item(item)
    name = chosen.text('title', locale().language)
    draft_key = f'new:{chosen.slug}'
    draft = await drafts.recall(person, draft_key)
    kept_key = draft.get('form_key', '')
    waiting = await attachments.unsent(person, kept_key) if kept_key else []
    form_key = kept_key if waiting else str(uuid4())  # a key that is used again would give the ticket it opened
    title(name)

    async def send(values: Values) -> None:
        opener = await viewer()
        await brakes.slow_down(brakes.TICKET, str(opener.id))
        ticket = await open_ticket(opener, _filled(chosen, values, form_key))
        ui.navigate.to(f'/tickets/{ticket.number}')

    async def keep(values: Values) -> None:
        typed = {key: value for key, value in values.items() if value}
        await drafts.keep(await viewer(), draft_key, typed | {'form_key': form_key} if typed else {})

    with tag('div', '', 'page page-narrow'):
        with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
            link(_('Home'), '/')
            icon('chevron-right')
            tag('span', name)
        heading(chosen.text('heading', locale().language) or name)
        tag('p', _(catalog.first_response(chosen)), 'lead')
        form = Form(send, on_draft=keep)
        _fields(form, chosen, draft)
        with form.element:
            file_drop(form_key, waiting)
        form.line(
            'copy_to',
            _('Copy to'),
            hint=_('Mail addresses separated by commas. They see this ticket too.'),
            value=draft.get('copy_to', ''),
            autocomplete='off',
        )
        with form.element, tag('div', '', 'form-foot'):
            send_button(_('Create ticket'))
            link(_('Cancel'), '/', 'button button-quiet')


def _fields(form: Form, item: CatalogItem, draft: Values) -> None:
    language = locale().language
    form.line(
        'subject',
        _('Subject'),
        hint=item.text('subject_hint', language) or _('What fails and where.'),
        value=draft.get('subject', ''),
        maxlength=LINE,
    )
    form.cards('urgency', _('How much does it affect you?'), _cards(URGENCY), value=draft.get('urgency', item.urgency))
    form.cards('impact', _('Whom does it affect?'), _cards(IMPACT), value=draft.get('impact', item.impact))
    for question in item.form:
        _question(form, question, item.label(question, language), draft)
    what = item.text('description_hint', language) or _('Exact path or menu, what you entered, and the error code.')
    how = _('Be as detailed and descriptive as you can: the better you explain it, the sooner we can help you.')
    form.prose(
        'description',
        _('Description'),
        hint=f'{what} {how}',
        value=draft.get('description', ''),
        maxlength=PROSE,
    )


def _question(form: Form, question: Values, label: str, draft: Values) -> None:
    """One of the item's own questions, by its type."""
    name = 'answer.' + question['key']
    given, hint = draft.get(name, ''), question.get('hint', '')
    options = [(option, option) for option in question.get('options', ())]
    if question['type'] == 'select':
        form.select(name, label, [('', _('Choose…')), *options], hint=hint, value=given)
    elif question['type'] == 'radio':
        form.cards(name, label, [(option, word, '') for option, word in options], value=given)
    elif question['type'] == 'textarea':
        form.prose(name, label, hint=hint, value=given, rows=3, maxlength=2000)
    else:
        form.line(name, label, hint=hint, value=given, type_=question['type'], maxlength=2000)


def _cards(words: Mapping[str, tuple[Text, Text]]) -> list[tuple[str, str, str]]:
    return [(value, _(name), _(explanation)) for value, (name, explanation) in words.items()]


def _filled(item: CatalogItem, values: Values, form_key: str) -> NewTicket:
    return NewTicket(
        item=item.slug,
        subject=values.get('subject', ''),
        description=values.get('description', ''),
        urgency=values.get('urgency', ''),
        impact=values.get('impact', ''),
        copy_to=values.get('copy_to', ''),
        form_key=form_key,
        answers={question['key']: values.get('answer.' + question['key'], '') for question in item.form},
    )
