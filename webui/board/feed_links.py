"""The addresses under which programs read the board, and what to put into a page of one's own."""

from markupsafe import Markup

from services.env import env
from services.language import N_
from webui.elements import link, tag
from webui.i18n import _, locale

FEEDS = {
    'status.rss': N_('RSS: every update'),
    'status.atom': N_('Atom: every update'),
    'status.ics': N_('Calendar of maintenance'),
    'status.json': N_('JSON: all of the board'),
    'announcements.rss': N_('RSS: announcements'),
}
_BADGE = Markup('<a href="{url}/status"><img src="{url}/status/badge.svg" alt="{alt}"></a>')
_PILL = Markup('<iframe src="{url}/status/embed" title="{alt}" width="240" height="36" style="border:0"></iframe>')
# In the head of the board's pages, where feed readers look
DISCOVERY = Markup(
    '<link rel="alternate" type="application/rss+xml" href="/status.rss" title="RSS">'
    '<link rel="alternate" type="application/atom+xml" href="/status.atom" title="Atom">'
)


def feed_links() -> None:
    """One link for each feed."""
    with tag('div', '', 'rows'):
        for name, words in FEEDS.items():
            with link('', f'/{name}', 'feed-row', target='_blank', rel='noopener'):
                tag('span', _(words))
                tag('span', f'{env().base_url}/{name}', 'muted small', dir='ltr')


def embedding() -> None:
    """How a badge and a pill look, and the HTML that shows them elsewhere."""
    alt = _('Status')
    tag('img', src=f'/status/badge.svg?lang={locale().language}', alt=alt, height='20')
    for label, html in ((_('Badge'), _BADGE), (_('Pill that follows the state'), _PILL)):
        text = str(html.format(url=env().base_url, alt=alt))
        with tag('div', '', 'field'):
            field = tag('textarea', '', 'input snippet', rows=3, readonly=True, spellcheck='false')
            field.props['defaultValue'] = text
            name = tag('label', label, 'label', for_=field.html_id)
            name.move(target_index=0)
