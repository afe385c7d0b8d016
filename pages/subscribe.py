"""`/status/subscribe`: all ways to be told of incidents and maintenance."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.subscriptions import subscribing
from webui.board.feed_links import embedding, feed_links
from webui.board.subscribe import MailSubscription
from webui.board.webhook_panel import WebhookPanel
from webui.elements import Tag, heading, link, tag
from webui.i18n import _
from webui.live import live
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.viewer import anybody, viewer


@shell.page('/status/subscribe', Access.ANYONE)
async def subscribe() -> None:
    title(_('Be told of the status'))
    person = await anybody()
    with tag('div', '', 'page page-narrow stack subscribe'):
        with tag('p', '', 'crumbs'):
            link(_('Status'), '/status')
        heading(_('Be told of the status'))
        with _section(_('By e-mail')):
            await MailSubscription().draw(person)
        with _section(_('Feeds and calendar')):
            feed_links()
        with _section(_('On a page of yours')):
            embedding()
        if person is None:
            return
        with _section(_('Webhooks')):
            panel = WebhookPanel()
            await panel.draw()

    async def show() -> None:
        panel.show(await subscribing.mine(await viewer()))

    await live([f'user:{person.id}'], show)


@contextmanager
def _section(name: str) -> Iterator[Tag]:
    with tag('section', '', 'card'):
        with tag('div', '', 'card-head'):
            tag('h2', name, 'card-title')
        with tag('div', '', 'card-body stack') as body:
            yield body
