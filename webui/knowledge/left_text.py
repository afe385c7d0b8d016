"""What somebody was writing when somebody else saved a newer version: kept beside that, until he goes on with it."""

from collections.abc import Mapping

from models import User
from services.knowledge.article_form import LONGEST, others
from services.tickets import drafts
from webui.actions import action
from webui.elements import button, heading, link, tag
from webui.i18n import _, language_name
from webui.viewer import viewer


def _left(key: str) -> str:
    return f'{key}:left'


async def recall(person: User, key: str, base: str, mine: str) -> tuple[dict[str, str], dict[str, str]]:
    """The draft of version `base` of a text, and what was left of an older one. That is gone on with if `mine` is this
    version.
    """
    draft = await drafts.recall(person, key)
    left = await drafts.recall(person, _left(key))
    if draft and draft.get('base', '') != base:
        left = _both(left, draft)
        await drafts.keep(person, _left(key), left)
        await drafts.forget(person, key)
        draft = {}
    if left and base and mine == base and not draft:
        draft, left = left | {'base': base}, {}
        await drafts.keep(person, key, draft)
        await drafts.forget(person, _left(key))
    return draft, left


def _both(older: Mapping[str, str], newer: Mapping[str, str]) -> dict[str, str]:
    """What was left twice: the newer of the short texts, and one long text below the other."""
    bodies = {
        name: f'{older[name]}\n\n{text}'
        for name, text in newer.items()
        if name.startswith('body') and older.get(name, '') not in ('', text)
    }
    return {**older, **newer, **bodies}


def left_text(address: str, key: str, left: Mapping[str, str], there: Mapping[str, str]) -> None:
    """Show where it is another text than what is `there`, with the ways on; nothing where it is not."""
    labels = _labels()
    texts = {name: text for name in labels if (text := left.get(name, '')) and text != there.get(name, '')}
    if not texts:
        return

    @action
    async def discard() -> None:
        await drafts.forget(await viewer(), _left(key))
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
                link(_('Go on with my text'), f'{address}?mine={there["base"]}', 'button button-secondary')
                button(_('Discard my text'), discard, kind='quiet')


def _labels() -> dict[str, str]:
    words = {'title': _('Title'), 'summary': _('Summary'), 'body': _('Text')}
    labels = {name: words[name] for name in LONGEST}
    for language in others():
        for name in LONGEST:
            spoken = language_name(language)
            labels[f'{name}_{language}'] = _('%(label)s, in %(language)s', label=words[name], language=spoken)
    return labels
