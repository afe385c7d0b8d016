"""The form that opens a ticket: what all of them ask, the questions of its type, and who asks (S0-29, S4-18, S4-20)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from nicegui import ui

from models import Attachment, CatalogItem, User
from models.audience import Reader
from models.catalog_item import TicketKind
from models.lifecycle import Event
from models.ticket_number import parse_number
from services import brakes, settings
from services.accounts.own_account import person_topic
from services.catalog import catalog, questions
from services.catalog.questions import Question
from services.language import N_, Text
from services.people.group_mailboxes import GroupMailbox
from services.plain_text import LINE, PROSE
from services.refusals import NotFound
from services.sla import promises
from services.tickets import attachments, drafts, standing, ticket_view
from services.tickets.tickets import NewTicket, open_ticket
from webui.appearance import IMPACT, URGENCY
from webui.elements import Tag, icon, link, tag
from webui.form.file_drop import file_drop
from webui.form.forms import Form, Values, send_button
from webui.form.writer_field import WRITER, WriterField
from webui.formats import moment
from webui.i18n import _, locale
from webui.live import live
from webui.tickets.department_step import DepartmentStep
from webui.tickets.question_fields import Documents, QuestionFields, answers_in, field_name, given_in
from webui.tickets.suggestions import SuggestionPanel
from webui.tickets.urgent_check import urgent_check
from webui.tickets.what_is_said import ClosedDaysLine, keep_said
from webui.viewer import viewer

Waiting = tuple[str, list[Attachment]]
KINDS: Mapping[str, tuple[Text, Text]] = {
    TicketKind.INCIDENT: (N_('Incident'), N_('Something fails or works worse')),
    TicketKind.REQUEST: (N_('Request'), N_('Information, advice or a change')),
}


class OpeningForm:
    """Draws the form of one type for one person, with the draft that was kept."""

    def __init__(self, person: User, item: CatalogItem, head: Tag) -> None:
        """`head` says above it what the type asks for."""
        self._person = person
        self._heading = head
        self._item = item
        self._draft_key = drafts.new_key(item)
        self._form_key = str(uuid4())
        self._draft: dict[str, Any] = {}
        self._follows = ''
        self._is_over = False

    async def draw(self) -> None:
        known = await self._known()
        self._draft = await drafts.recall(self._person, self._draft_key) or known
        waiting = await self._waiting()
        with tag('p', '', 'lead promise'):
            icon('calendar-clock')
            self._promise = tag('span')
        closed = ClosedDaysLine()
        with tag('p', '', 'banner', role='status', data_tone='warn') as self._gone:
            icon('triangle-alert')
            tag('span', _('This type of ticket is no longer offered. What you typed is still here.'))
        self._form = form = Form(self._send, on_draft=self._keep, draft=self._draft_key)
        said = f'{self._text("description")} {self._text("subject")}'
        self._helpful = SuggestionPanel(form, self._item, said, self._draft_key, self._form_key, self._over)
        if self._item.is_generic:
            form.cards('kind', _('What is it?'), _cards(KINDS), value=self._text('kind', self._item.kind))
        self._step = DepartmentStep(form, lambda: self._item, self._draft)
        await self._step.draw()
        await self._common(form)
        with form.element:
            self._asked = QuestionFields(form, tag('div', '', 'questions'))
        self._writer = WriterField(form, self._text(WRITER))
        self._description(form)
        with form.element:
            file_drop(*waiting[''])
        self._contact(form)
        await self._ask(self._given(self._item.form), waiting)
        hint = _('Mail addresses separated by commas. They see this ticket too.')
        form.line('copy_to', _('Copy to'), hint=hint, value=self._text('copy_to'), autocomplete='off')
        with form.element, tag('div', '', 'form-foot'):
            send_button(_('Create ticket'))
            link(_('Cancel'), '/', 'button button-quiet')
        self._said = await keep_said(form, lambda: self._item, closed)
        await live([*catalog.TOPICS, 'settings', person_topic(self._person.id)], self._renew)

    def _text(self, name: str, default: str = '') -> str:
        return str(self._draft.get(name, default))

    def _given(self, asked: Sequence[Question]) -> dict[str, str]:
        return {one['key']: self._draft[name] for one in asked if (name := field_name(one)) in self._draft}

    async def _waiting(self) -> dict[str, Waiting]:
        """Where files wait and which do, of the form ('') and of each document; the key of this form is settled by it.

        With files it is the draft's; else a new one: a key that is used again would give the ticket it opened.
        """
        kept = self._text('form_key')
        if kept:
            waiting = {key: (at, await attachments.unsent(self._person, at)) for key, at in self._places(kept).items()}
            if any(files for _at, files in waiting.values()):
                self._form_key = kept
                return waiting
        return {key: (at, []) for key, at in self._places(self._form_key).items()}

    def _places(self, form_key: str) -> dict[str, str]:
        documents = [one['key'] for one in self._item.form if one['type'] == 'document']
        return {key: attachments.document_key(form_key, key) for key in documents} | {'': form_key}

    async def _known(self) -> dict[str, str]:
        """What an earlier ticket of the person told, where the address names it as `?from=` (S4-5)."""
        query = urlsplit(ui.context.client.sub_pages_router.current_path).query
        number = parse_number(parse_qs(query).get('from', [''])[0])
        try:
            old = await ticket_view.find(self._person, number or '')
        except NotFound:
            return {}
        if Event.FOLLOW_UP not in await standing.allowed(old, self._person):
            return {}
        self._follows = old.number
        said = await ticket_view.first_words(self._person, old)
        known = {'subject': old.subject, 'description': said, 'urgency': old.urgency, 'impact': old.impact}
        return known | {f'answer.{key}': text for key, text in given_in(self._item.form, old.form).items() if text}

    async def _tell(self) -> None:
        """What the type is called, and how soon somebody answers, or when a change is done (S1-10)."""
        language = locale().language
        self._heading.text = self._item.text('heading', language) or self._item.text('title', language)
        self._form.fields['subject'].tell(self._item.text('subject_hint', language) or _('What fails and where.'))
        company = self._person.organization_id
        words = _(await catalog.promise(self._item, company))
        if hours := self._item.handling_hours:
            until = await promises.handled_by(self._item.department_id, company, timedelta(hours=hours))
            words = _('Sent now, it is done by %(when)s', when=moment(until) if until else '') + f' ({words})'
        self._promise.text = words

    async def _common(self, form: Form) -> None:
        form.line('subject', _('Subject'), value=self._text('subject'), maxlength=LINE)
        with form.element:
            await self._helpful.draw()
        urgent_check(form, self._draft)
        affected = _('How much does it affect you?')
        form.cards('urgency', affected, _cards(URGENCY), value=self._text('urgency', self._item.urgency))
        form.cards('impact', _('Whom does it affect?'), _cards(IMPACT), value=self._text('impact', self._item.impact))

    def _description(self, form: Form) -> None:
        form.prose('description', _('Description'), value=self._text('description'), maxlength=PROSE)

    def _contact(self, form: Form) -> None:
        """Who asks, filled in from the profile (S1-3, S1-5, S4-18)."""
        with form.element, tag('fieldset', '', 'form-part') as self._who:
            tag('legend', _('Who asks'))
            self._profile = QuestionFields(form, tag('div', '', 'form-pair'))

    async def _ask(self, given: Mapping[str, str], waiting: Documents) -> None:
        """Show the questions of the type as it is now."""
        own, known = [one for one in self._item.form if 'prefill' not in one], self._item.form
        self._asked.show(own, given, waiting)
        profile = [one for one in known if 'prefill' in one]
        filled = questions.prefilled(profile, await questions.profile_of(self._person)) if profile else {}
        self._profile.show(profile, {key: given.get(key, text) for key, text in filled.items()}, {})
        self._who.set_visibility(bool(profile))

    async def _renew(self) -> None:
        """The type may have changed while somebody fills its form: nothing that he has typed is lost (S0-19)."""
        self._person = await viewer()
        await settings.load(GroupMailbox)
        self._writer.show(self._person)
        try:
            item = await catalog.item(self._item.slug, Reader.of(self._person))
        except NotFound:
            self._gone.set_visibility(True)
            return
        self._gone.set_visibility(False)
        is_same, self._item = item.form == self._item.form, item
        await self._tell()
        self._said.refresh()
        if not is_same:
            typed = await self._form.typed()
            given = {one['key']: typed[name] for one in item.form if (name := field_name(one)) in typed}
            await self._ask(given, {key: (at, []) for key, at in self._places(self._form_key).items()})
        self._asked.advise()
        self._profile.advise()

    async def _send(self, values: Values) -> None:
        opener = await viewer()
        await brakes.slow_down(brakes.TICKET, str(opener.id))
        item = self._item
        if item.is_generic:
            item = (await catalog.generic(Reader.of(opener))).get(values.get('kind', ''), item)
        ticket = await open_ticket(opener, self._filled(item, values))
        ui.navigate.to(f'/tickets/{ticket.number}')

    def _filled(self, item: CatalogItem, values: Values) -> NewTicket:
        common = ('subject', 'description', 'urgency', 'impact', 'copy_to', 'critical', 'immediate', WRITER)
        return NewTicket(
            item=item.slug,
            form_key=self._form_key,
            answers=answers_in(item.form, values),
            version=item.form_version,
            follows=self._follows,
            **self._step.filled(values),
            **{name: values.get(name, '') for name in common},
        )

    def _over(self) -> None:
        self._is_over = True

    async def _keep(self, values: Values) -> None:
        if self._is_over:
            return  # something helped, so there is nothing to keep
        typed = {key: value for key, value in values.items() if value}
        content = typed | {'form_key': self._form_key} if typed else {}
        await drafts.keep(await viewer(), self._draft_key, content)


def _cards(words: Mapping[str, tuple[Text, Text]]) -> list[tuple[str, str, str]]:
    return [(value, _(name), _(explanation)) for value, (name, explanation) in words.items()]
