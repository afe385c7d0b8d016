"""«¿Te sirvió?»: yes or no, and what was missing."""

import hashlib
import hmac

from nicegui import ui

from models import Article
from services import brakes
from services.env import secret
from services.knowledge import article_votes
from webui.actions import action
from webui.edge.door_posts import ip_of
from webui.elements import button, heading, icon, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.viewer import anybody


class VoteCard:
    """The question under a text. It is drawn anew only by who answers it."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._place = tag('section', '', 'vote', aria_label=_('Did it help?'))

    async def draw(self) -> None:
        """As the reader has answered before, or not yet."""
        said = await article_votes.own(await anybody(), voter_key(), self._article)
        self._ask() if said is None else self._thank(helped=said)

    def _ask(self) -> None:
        self._place.clear()
        with self._place:
            heading(_('Did it help?'), 2, 'vote-title')
            button(_('Yes'), self._yes, icon_name='thumbs-up')
            button(_('No'), self._no, icon_name='thumbs-down')

    @action
    async def _yes(self) -> None:
        await self._vote(is_helpful=True)
        self._thank(helped=True)

    @action
    async def _no(self) -> None:
        await self._vote(is_helpful=False)
        self._place.clear()
        with self._place:
            heading(_('What was missing?'), 2, 'vote-title')
            form = Form(self._tell)
            field = form.prose('missing', _('What was missing? (optional)'), rows=3, maxlength=article_votes.LONGEST)
            with form.element, tag('div', '', 'form-foot'):
                send_button(_('Send'))
        field.control.run_method('focus')

    async def _tell(self, values: Values) -> None:
        await self._vote(is_helpful=False, missing=values.get('missing', ''))
        self._thank(helped=False)

    async def _vote(self, *, is_helpful: bool, missing: str = '') -> None:
        actor, ip = await anybody(), ip_of(ui.context.client.request)
        await article_votes.vote(actor, voter_key(), self._article, is_helpful=is_helpful, missing=missing, ip=ip)

    def _thank(self, *, helped: bool) -> None:
        self._place.clear()
        with self._place:
            icon('circle-check')
            tag('p', _('Thank you, we are glad.') if helped else _('Thank you, we take note.'), role='status')
            button(_('Change my answer'), self._ask, kind='quiet')


def voter_key() -> str:
    """Whose vote it is where nobody is signed in: the same for one browser at one address; it tells neither."""
    request = ui.context.client.request
    told = f'{brakes.network(ip_of(request))} {request.headers.get("user-agent", "")}'
    return hmac.new(secret(), b'voter:' + told.encode('utf-8', 'replace'), hashlib.sha256).hexdigest()
