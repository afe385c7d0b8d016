"""What somebody was writing when somebody else saved a newer version: kept beside that, until he goes on with it."""

from collections.abc import Mapping

from models import User
from services.knowledge.article_form import LONGEST, others
from services.tickets import drafts
from webui.actions import action
from webui.elements import button, heading, link, tag
from webui.i18n import _, language_name
from webui.viewer import viewer

Left = Mapping[str, Mapping[str, str]]  # texts by field, each under the key of its draft, what was left last first


async def recall(person: User, key: str, base: str, mine: str) -> tuple[Mapping[str, str], Left]:
    """The draft of version `base` of a text, and what was left of older ones. `mine` names one to go on with."""
    draft: Mapping[str, str] = await drafts.recall(person, key)
    if draft and draft.get('base', '') != base:
        await drafts.keep(person, f'{key}:left:{draft.get("base", "")}', dict(draft))
        await drafts.forget(person, key)
        draft = {}
    left = await drafts.recall_under(person, f'{key}:left')
    if mine in left and not draft:
        draft = left.pop(mine) | {'base': base}
        await drafts.keep(person, key, draft)
        await drafts.forget(person, mine)
    return draft, left


def left_text(address: str, key: str, left: Mapping[str, str], there: Mapping[str, str]) -> None:
    """Show what is kept under `key` where it is another text than what is `there`, with the ways on; else nothing."""
    labels = _labels()
    texts = {name: text for name in labels if (text := left.get(name, '')) and text != there.get(name, '')}
    if not texts:
        return

    @action
    async def discard() -> None:
        await drafts.forget(await viewer(), key)
        place.delete()

    name = _('What you were writing')
    with tag('section', '', 'card left-text', aria_label=name) as place:
        with tag('div', '', 'card-head'):
            heading(name, 2, 'card-title')
        with tag('div', '', 'card-body form'):
            tag(
                'p',
                _('Somebody else has saved a newer version meanwhile: it is in the form below. Yours is kept here.'),
            )
            for field, text in texts.items():
                rows = 8 if field.startswith('body') else 2
                shown = tag('textarea', '', 'input', rows=rows, readonly=True, dir='auto', aria_label=labels[field])
                shown.props['defaultValue'] = text
            with tag('div', '', 'form-foot'):
                link(_('Go on with my text'), f'{address}?mine={key}', 'button button-secondary')
                button(_('Discard my text'), discard, kind='quiet')


def _labels() -> dict[str, str]:
    words = {'title': _('Title'), 'summary': _('Summary'), 'body': _('Text')}
    labels = {name: words[name] for name in LONGEST}
    for language in others():
        for name in LONGEST:
            spoken = language_name(language)
            labels[f'{name}_{language}'] = _('%(label)s, in %(language)s', label=words[name], language=spoken)
    return labels
