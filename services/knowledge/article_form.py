"""What somebody fills in about a text of the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import User
from models.article import ArticleKind
from models.audience import Reach
from models.user import STAFF
from services import audiences
from services.env import env
from services.language import LANGUAGES, N_, Text
from services.plain_text import PROSE, is_id, text_problem
from services.refusals import Invalid

LONGEST = {'title': 200, 'summary': 300, 'body': PROSE}
TEXTS = (*LONGEST, 'translations')
KINDS = (ArticleKind.KNOWLEDGE, ArticleKind.GUIDE, ArticleKind.POLICY, ArticleKind.PAGE)


@dataclass(frozen=True)
class ArticleForm:
    """`text` is what a version holds; the rest holds for all versions at once. `words` as in `services/audiences`."""

    text: Mapping[str, Any]
    kind: ArticleKind
    reach: Reach
    words: Sequence[str]
    owner_id: int | None
    review_on: date | None
    position: int


def others() -> list[str]:
    """The languages besides the desk's own in which a text may be written too."""
    return [language for language in LANGUAGES if language != env().language]


async def read(values: Mapping[str, str]) -> ArticleForm:
    """`title`, `summary`, `body`, each again as `body_en` and so on; `kind`, `owner` (an id), `review_on` (a date),
    `position`, and `reach` with `audience.country-EC` and such. `Invalid` names what is wrong.
    """
    words = audiences.ticked(values)
    owner, review_on, position = (values.get(name, '') for name in ('owner', 'review_on', 'position'))
    is_owner = is_id(owner) and await User.filter(id=int(owner), is_active=True, role__in=list(STAFF)).exists()
    choose = N_('Choose one of the options')
    problems: dict[str, Text | None] = {
        'title': _problem(values, 'title', '', N_('Write a title')),
        'summary': _problem(values, 'summary'),
        'body': _problem(values, 'body', '', N_('Write the text')),
        'kind': None if values.get('kind') in KINDS else choose,
        'reach': audiences.reach_problem(values.get('reach', ''), words),
        'owner': choose if owner and not is_owner else None,
        'review_on': N_('Choose a date') if review_on and _day(review_on) is None else None,
        'position': N_('Write a whole number') if position and not is_id(position) else None,
    }
    for language in others():
        problems |= {f'{name}_{language}': _problem(values, name, language) for name in LONGEST}
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
    return ArticleForm(
        {name: values.get(name, '').strip() for name in LONGEST} | {'translations': _translations(values)},
        ArticleKind(values['kind']),
        Reach(values['reach']),
        words,
        int(owner) if is_owner else None,
        _day(review_on),
        int(position or 0),
    )


def _problem(values: Mapping[str, str], name: str, language: str = '', required: Text | None = None) -> Text | None:
    text = values.get(f'{name}_{language}' if language else name, '')
    return text_problem(text, longest=LONGEST[name], required=required, one_line=name != 'body')


def _translations(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found = {}
    for language in others():
        texts = {name: values.get(f'{name}_{language}', '').strip() for name in LONGEST}
        if written := {name: text for name, text in texts.items() if text}:
            found[language] = written
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
