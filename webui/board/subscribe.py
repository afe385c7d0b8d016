"""«Suscribirme»: by mail, in a dialog of the board or on the page of subscriptions."""

from nicegui import ui

from models import User
from services.subscriptions import subscribing
from webui.actions import action
from webui.board.subscription_choice import choice_fields, choice_in
from webui.elements import button, icon, link, tag
from webui.form.forms import Form, Values, send_button
from webui.form.sheet import sheet
from webui.i18n import _, locale
from webui.viewer import anybody, viewer


def subscribe_button() -> None:
    """The button on the board, and the dialog that it opens."""
    place = tag('div')

    @action
    async def ask() -> None:
        place.clear()
        with place, sheet(_('Tell me of the status')) as dialog:
            link(_('Feeds, calendar, badge, webhooks'), '/status/subscribe', 'small')
            await MailSubscription().draw(await anybody())
        dialog.run_method('showModal')

    button(_('Subscribe'), ask, icon_name='bell')


class MailSubscription:
    """The form of one person, or of a visitor, who has to confirm his address by a link."""

    async def draw(self, person: User | None) -> None:
        self._place = tag('div', '', 'stack subscribe')
        await self._fill(person)

    async def _fill(self, person: User | None) -> None:
        mail = (await subscribing.mine(person)).mail
        with self._place:
            if person is None:
                tag('p', _('We mail you whenever an incident or a maintenance begins or changes.'), 'muted')
            elif mail:
                with tag('p', '', 'banner', role='status', data_tone='ok'):
                    icon('circle-check')
                    tag('span', _('We tell you at %(email)s.', email=person.email))
            else:
                tag('p', _('We write to %(email)s when something begins or changes.', email=person.email), 'muted')
            form = Form(self._send)
            if person is None:
                form.line('email', _('E-mail'), type_='email', autocomplete='email', required=True)
            await choice_fields(form, person, mail)
            with form.element, tag('div', '', 'form-foot'):
                send_button(_('Save') if mail else _('Tell me by e-mail'))
                if mail:
                    button(_('Tell me no more'), self._end, kind='quiet')

    @action
    async def _end(self) -> None:
        person = await viewer()
        if mail := (await subscribing.mine(person)).mail:
            await subscribing.end(person, mail.id)
        await self._again(person)

    async def _send(self, values: Values) -> None:
        person = await anybody()
        if person:
            await subscribing.subscribe(person, choice_in(values))
            await self._again(person)
            return
        client = ui.context.client.request.client
        email = values.get('email', '')
        await subscribing.ask(email, choice_in(values), locale().language, client.host if client else '')
        self._place.clear()
        with self._place, tag('div', '', 'banner', role='status', data_tone='ok'):
            icon('mail')
            tag('p', _('We have mailed a link to %(email)s. You are told as soon as you confirm it.', email=email))

    async def _again(self, person: User) -> None:
        self._place.clear()
        await self._fill(person)
