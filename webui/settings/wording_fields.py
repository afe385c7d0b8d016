"""The words of one mail in each language, and the mail that they make of a ticket, seen as they are written (S2-3)."""

from markupsafe import Markup
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models import User
from services.language import offered
from services.mail import mail_sample, mail_templates
from services.mail.mail_templates import MailWords
from services.mail.mail_wording import BLANKS, LONGEST_BODY, LONGEST_SUBJECT, Wording, ours
from services.refusals import Refused
from services.settings import Stored
from webui.actions import action
from webui.elements import button, tag
from webui.form.forms import KEEP, Form, Values, texts
from webui.form.latest import latest
from webui.form.settings_card import settings_card
from webui.form.translated_field import translated
from webui.i18n import _, language_name
from webui.markup import fill, linkify, rich
from webui.settings.mail_words import MAILS
from webui.settings.sent_mail import SentMail
from webui.viewer import viewer

SHOWN_EVERY = 0.4  # seconds while somebody types
_MAIL = Markup('<p><b dir="auto">{}</b></p>{}')
_PROBLEM = Markup('<p class="muted">{}</p>')
OURS = """(event) => {
    const { form, dataset } = event.currentTarget;
    for (const part of ["subject", "body"]) form.elements[`${part}.${dataset.lang}`].value = dataset[part];
    form.elements[`body.${dataset.lang}`].dispatchEvent(new Event("input", { bubbles: true }));
}"""


async def wording_card(key: str) -> None:
    """Draw the card of one mail."""
    card = _WordingCard(key)
    about = _('What stands in braces is filled in. Number, ids, how to answer and the address are always added.')
    await settings_card(_(MAILS[key]), card.draw, read=card.read, save=card.save, build=card.build, about=about)


class _WordingCard:
    def __init__(self, key: str) -> None:
        self._key = key

    async def read(self) -> Stored[MailWords]:
        return await mail_templates.stored(await viewer(), self._key)

    async def save(self, actor: User, value: MailWords, started: MailWords) -> None:
        await mail_templates.save(actor, self._key, value, started)

    @staticmethod
    def build(value: MailWords, _form: Form, values: Values) -> MailWords:
        return MailWords(translated(values, 'subject', value.subject), translated(values, 'body', value.body))

    async def draw(self, form: Form, value: MailWords) -> None:
        self._sights: dict[str, Element] = {}
        self._form = form
        with form.element, tag('details', '', 'cost-versions'):
            tag('summary', _('What can stand in braces'))
            with tag('dl', '', 'wording-blanks'):
                for name, meaning in BLANKS.items():
                    tag('dt', f'{{{name}}}')
                    tag('dd', _(meaning))
        for code in offered():
            await self._language(code, value.wording(code))
        form.element.on('input', latest(self._typed), js_handler=KEEP, throttle=SHOWN_EVERY, leading_events=False)

    async def _language(self, code: str, wording: Wording) -> None:
        form, name = self._form, language_name(code).capitalize()
        with form.element, tag('fieldset', '', 'wording'):
            tag('legend', name)
            with tag('div', '', 'wording-columns'):
                fields = tag('div')
                with tag('div'):
                    tag('p', _('The latest ticket would get'), 'label')
                    self._sights[code] = rich('div', 'wording-sight')
                    self._sights[code].props['lang'] = code
            foot = tag('div', '', 'form-foot')
        subject = form.line(
            f'subject.{code}', _('Subject'), value=wording.subject, maxlength=LONGEST_SUBJECT, lang=code, dir='auto'
        )
        body = form.prose(f'body.{code}', _('Text'), value=wording.body, rows=10, maxlength=LONGEST_BODY, lang=code)
        for field in (subject, body):
            field.box.move(fields)
        await self._foot(foot, code)
        await self._show(code, wording)

    async def _foot(self, foot: Element, code: str) -> None:
        """The ways back to ours and to a mail to oneself, which is of what stands in the form."""
        our, name = ours(self._key, code), language_name(code)
        with foot:
            label = _('Our own text in %(language)s', language=name)
            back = button(_('Our own text'), kind='quiet', aria_label=label, data_lang=code)
            back.props.update({'data-subject': our.subject, 'data-body': our.body})
            back.on('click', js_handler=OURS)

            async def write() -> int:
                wording = _typed(await self._form.typed(), code)
                return await mail_sample.send(await viewer(), self._key, code, wording)

            label = _('Send it to me in %(language)s', language=name)
            send = button(_('Send it to me'), kind='quiet', icon_name='send', aria_label=label)
            mail = SentMail(write)
            send.on('click', mail.send, args=[])
            await mail.follow()

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        values = texts(event.args)
        for code in self._sights:
            await self._show(code, _typed(values, code))

    async def _show(self, code: str, wording: Wording) -> None:
        try:
            subject, body = await mail_sample.shown(await viewer(), self._key, code, wording)
        except Refused as refused:  # it is being typed still
            fill(self._sights[code], _PROBLEM.format(_(refused.text)))
        else:
            fill(self._sights[code], _MAIL.format(subject, linkify(body)))


def _typed(values: Values, code: str) -> Wording:
    return Wording(values.get(f'subject.{code}', '').strip(), values.get(f'body.{code}', '').strip())
