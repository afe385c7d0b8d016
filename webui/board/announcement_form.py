"""What an agent fills in about an announcement."""

from collections.abc import Collection, Mapping

from models import Announcement
from models.announcement import AnnouncementKind
from models.audience import Reach
from services import audiences
from services.clock import now
from services.knowledge.announcement_rules import Announcing
from services.knowledge.announcements import LONGEST, LONGEST_TITLE, Draft
from services.knowledge.article_form import others
from services.plain_text import LINE
from services.settings import load
from webui.board.announced import KIND
from webui.elements import tag
from webui.form.audience_field import audience_field
from webui.form.forms import Form, Values
from webui.form.instants import instant_field, instant_of
from webui.i18n import _, language_name


async def announcement_fields(form: Form, row: Announcement | None, words: Collection[str]) -> None:
    """Draw the fields, with what `row` says; `words` are the choices of its audience."""
    rules = await load(Announcing)
    given = row or Announcement(
        kind=AnnouncementKind.NOTICE, title='', starts_at=now(), is_pinned=rules.pins, on_kiosk=rules.on_kiosk
    )
    form.line('title', _('Title'), value=given.title, maxlength=LONGEST_TITLE).control.props['autofocus'] = True
    form.select('kind', _('Kind'), [(key, _(look.word)) for key, look in KIND.items()], value=given.kind)
    form.prose('body', _('Text'), value=given.body, maxlength=LONGEST)
    form.line(
        'link', _('Where it leads on to'), value=given.link, hint=_('An address; may stay empty.'), maxlength=LINE
    )
    instant_field(form, 'starts_at', _('From'), given.starts_at)
    instant_field(form, 'ends_at', _('Until'), given.ends_at, hint=_('Then it vanishes by itself; empty: it stays.'))
    await audience_field(form, given.reach or Reach.EVERYBODY, words)
    where = {'is_pinned': _('Pin it above the others'), 'on_kiosk': _('Show it on the kiosks too')}
    ticked = [name for name in where if getattr(given, name)]
    form.checks('where', _('Where it is shown'), list(where.items()), ticked=ticked)
    for language in others():
        _translation(form, language, given.translations.get(language, {}))


def draft_of(values: Values) -> Draft:
    """What was filled in. `Invalid` for a date that is none."""
    starts_at = instant_of(values, 'starts_at') or now()
    return Draft(
        kind=values.get('kind', ''),
        title=values.get('title', ''),
        body=values.get('body', ''),
        starts_at=starts_at,
        ends_at=instant_of(values, 'ends_at'),
        link=values.get('link', ''),
        reach=values.get('reach', ''),
        words=audiences.ticked(values),
        is_pinned='where.is_pinned' in values,
        on_kiosk='where.on_kiosk' in values,
        translations={
            language: {name: values.get(f'{name}_{language}', '') for name in ('title', 'body')}
            for language in others()
        },
    )


def _translation(form: Form, language: str, texts: Mapping[str, str]) -> None:
    with form.element:
        part = tag('details', '', 'blanks', open=bool(texts))
        with part:
            tag('summary', _('In %(language)s', language=language_name(language)))
    title = form.line(
        f'title_{language}',
        _('Title in %(language)s', language=language_name(language)),
        value=texts.get('title', ''),
        maxlength=LONGEST_TITLE,
    )
    body = form.prose(
        f'body_{language}',
        _('Text in %(language)s', language=language_name(language)),
        value=texts.get('body', ''),
        maxlength=LONGEST,
    )
    for field in (title, body):
        field.box.move(part)
