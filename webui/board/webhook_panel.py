"""The webhooks of a person: what each is told and how it goes, a new one, and its secret, shown once."""

from nicegui.element import Element

from models import Subscription
from services.subscriptions import subscribing, webhook_setup
from services.subscriptions.subscribing import Mine
from webui.actions import action
from webui.board.subscription_choice import SEVERITY, choice_fields, choice_in
from webui.elements import Tag, button, icon, link, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.live import LiveList
from webui.viewer import viewer

RECIPE = '/assets/guides/webhooks.md'


class WebhookPanel:
    """A list that the page keeps live, and a form that it leaves alone."""

    async def draw(self) -> None:
        tag(
            'p',
            _('A program of yours is sent each update as JSON, signed with a secret that only you two know.'),
            'muted',
        )
        link(_('What is sent, and how to check the signature'), RECIPE, 'small', target='_blank', rel='noopener')
        self._list = LiveList(
            tag('div', '', 'copy-rows'), key=lambda row: row[0].id, stamp=_stamp, make=self._make, update=_update
        )
        self._secret = tag('div')
        with tag('details', '', 'copy-add'):
            tag('summary', _('Add webhook'), 'button button-quiet', role='button')
            self._form = Form(self._add)
            self._form.line('url', _('Address'), inputmode='url', placeholder='https://', required=True, maxlength=500)
            await choice_fields(self._form, await viewer())
            with self._form.element, tag('div', '', 'form-foot'):
                send_button(_('Add'))

    def show(self, mine: Mine) -> None:
        """Show them as they are now."""
        self._list.show([(row, mine.problems.get(row.id, '')) for row in mine.webhooks])

    def _make(self, shown: tuple[Subscription, str]) -> Tag:
        row = shown[0]

        @action
        async def remove() -> None:
            await subscribing.end(await viewer(), row.id)

        with tag('div', '', 'copy-row') as element:
            with tag('div', '', 'row-words'):
                tag('b', row.address, dir='ltr')
                tag('p', '', 'muted small')
            button(_('Remove'), remove, kind='quiet', aria_label=_('Remove %(address)s', address=row.address))
        return element

    async def _add(self, values: Values) -> None:
        row = await webhook_setup.add(await viewer(), values.get('url', ''), choice_in(values))
        self._form.clear()
        self._secret.clear()
        with self._secret, tag('div', '', 'banner', role='status', data_tone='ok'):
            icon('key-round')
            with tag('div'):
                tag('p', _('Keep this secret now: it is shown only once.'))
                tag('code', row.secret, dir='ltr')


def _stamp(shown: tuple[Subscription, str]) -> tuple[object, ...]:
    row, problem = shown
    return row.ended_at, row.severity, problem


def _update(element: Element, shown: tuple[Subscription, str]) -> None:
    row, problem = shown
    words = element.default_slot.children[0].default_slot.children[1]
    assert isinstance(words, Tag)
    if row.ended_at:
        words.text = _('It said that it is gone for good: nothing more is sent.')
    elif problem:
        words.text = _('The last message did not arrive: %(problem)s', problem=_(problem))
    else:
        words.text = _(SEVERITY[row.severity])
