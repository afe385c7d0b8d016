"""`/severities`: what each severity means, and the times that are promised for it (S1-9)."""

from markupsafe import Markup

from models.priority import Priority, Target
from services import settings
from services.sla import sla
from services.sla.severities import Severities
from webui.appearance import PRIORITY
from webui.elements import heading, tag
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.sla_words import TIMES, promised_words

Shown = tuple[str, str, str, str, str, str, tuple[tuple[str, str], ...]]

_CARD = Markup(
    '<section class="card severity" id="{key}" data-row="{key}" aria-labelledby="{key}-name">'
    '<h2 id="{key}-name"><span class="level" data-tone="{tone}">{code}</span> {name}</h2>'
    '<p>{definition}</p><p class="muted">{examples}</p><dl class="severity-times">{times}</dl></section>'
)
_TIME = Markup('<div><dt>{}</dt><dd>{}</dd></div>')


@shell.page('/severities', Access.ANYONE)
async def severities_page() -> None:
    title(_('Severities'))
    with tag('div', '', 'page page-narrow stack'):
        with tag('div'):
            heading(_('Severities'))
            tag('p', _('Whom it touches and what still works decide how soon we answer and solve.'), 'lead')
        rows = LiveRows[Shown](tag('div', '', 'stack'), key=lambda one: one[0], stamp=lambda one: one, draw=_card)

    async def show() -> None:
        table, targets = await settings.load(Severities), await sla.default_targets()
        rows.show([_shown(level, table, targets[level]) for level in Priority])

    await live(['settings'], show)


def _shown(level: Priority, table: Severities, target: Target) -> Shown:
    times = tuple((_(word), promised_words(target, name)) for name, word in TIMES.items())
    said = _(table.name(level)), _(table.definition(level)), _('For example: %(what)s', what=_(table.example(level)))
    return level.value, PRIORITY[level].tone, f'S{level.rank}', *said, times


def _card(shown: Shown) -> Markup:
    key, tone, code, name, definition, examples, times = shown
    drawn = Markup('').join(_TIME.format(*one) for one in times)
    return _CARD.format(key=key, tone=tone, code=code, name=name, definition=definition, examples=examples, times=drawn)
