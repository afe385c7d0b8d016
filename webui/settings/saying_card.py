"""The card of something that the desk says at a fixed place, in the languages it offers."""

from services.language import LANGUAGES
from services.sayings import LONGEST, Saying
from webui.form.forms import Form
from webui.form.settings_card import group_card
from webui.form.translated_field import translated_field


async def saying_card(saying: type[Saying], name: str, about: str) -> None:
    """Its texts by language; what is said without one stands there in grey."""

    def draw(form: Form, value: Saying) -> None:
        ours = {code: saying.ours.into(code) for code in LANGUAGES} if saying.ours else {}
        field = translated_field(form, 'texts', name, value.texts, rows=1, maxlength=LONGEST, ours=ours)
        field.label.classes('sr-only')  # the card has this name

    await group_card(saying, name, draw, about=about)
