"""`/settings/languages`: which languages people may choose, and which one the desk speaks by itself (S3-9)."""

from dataclasses import replace

from services.env import env
from services.language import LANGUAGES
from services.languages import Languages
from webui.form.forms import Form, Values
from webui.form.settings_card import group_card
from webui.i18n import _, language_name
from webui.routing import Access
from webui.shell.settings_frame import section, shell


@shell.page('/settings/languages', Access.ADMIN)
async def settings_languages() -> None:
    with section('languages', _('Each person chooses one; pages, mails and what you write for people come in it.')):
        about = _('Who had chosen a language that is offered no more reads the one of the desk, until it is back.')
        await group_card(Languages, _('Offered languages'), _fields, about=about, build=_build)


def _fields(form: Form, value: Languages) -> None:
    names = [
        (code, ' – '.join(dict.fromkeys((name, language_name(code).capitalize())))) for code, name in LANGUAGES.items()
    ]
    form.checks('offered', _('Languages to choose from'), names, ticked=value.offered)
    label, hint = _('Language of the desk'), _('For who has chosen none, and whose browser asks for none of them.')
    form.select('default', label, list(LANGUAGES.items()), hint=hint, value=value.default or env().language)


def _build(value: Languages, _form: Form, values: Values) -> Languages:
    offered = [code for code in LANGUAGES if f'offered.{code}' in values]
    return replace(value, offered=offered, default=values.get('default', ''))
