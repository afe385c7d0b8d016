"""The card of one escalation table, and that of the number that is called before all of them (S1-11, S1-14)."""

from dataclasses import replace

from models import User
from services.escalation import escalation_desk
from services.escalation.escalation_form import LONGEST, TableForm, countries_in
from services.escalation.first_call import NAME, FirstCall
from services.language import LANGUAGES, N_
from services.people.countries import names
from services.phone_number import LONGEST as LONGEST_PHONE
from services.refusals import Invalid
from services.settings import Stored
from webui.elements import heading, tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.form.setting_fields import number
from webui.form.settings_card import group_card, settings_card
from webui.form.translated_field import translated, translated_field
from webui.i18n import _, locale
from webui.settings.level_blocks import ADDRESS, LevelBlocks
from webui.viewer import viewer

LONGEST_LIST = 5000  # characters


async def first_call_card() -> None:
    """Draw the card of step 0."""
    about = _('Level 0 of every table. Without a number or a mail address it is the desk’s own, as in “General”.')
    await group_card(FirstCall, _('First of all: the regional number'), _draw_first, about=about)


async def table_card(path_id: int) -> None:
    """Draw the card of one table."""
    card = _TableCard(path_id)
    about = _('A level opens once it is known that the one before did not help, and its time to answer is over.')
    await settings_card(_('Table'), card.draw, read=card.read, save=card.save, build=card.build, about=about)


class _TableCard:
    def __init__(self, path_id: int) -> None:
        self._path_id = path_id

    async def read(self) -> Stored[TableForm]:
        return await escalation_desk.stored(await viewer(), self._path_id)

    async def save(self, actor: User, value: TableForm, started: TableForm) -> None:
        await escalation_desk.save(actor, value, started, self._path_id)

    async def draw(self, form: Form, value: TableForm) -> None:
        translated_field(form, 'name', _('Name'), value.name, maxlength=LONGEST)
        hint = _('Names or two-letter codes, with commas between them. Empty, and no company: all other countries.')
        countries = country_list(value.countries)
        field = form.prose('countries', _('Countries'), hint=hint, value=countries, rows=2, maxlength=LONGEST_LIST)
        field.control.props['dir'] = 'auto'
        known = [(str(one), name) for one, name in await escalation_desk.companies(await viewer())]
        hint = _('Then its people have this table, whatever their country.')
        options = [('', _('No company')), *known]
        form.select('organization', _('Only for one company'), options, hint=hint, value=value.organization)
        with form.element:
            heading(_('Level 0: the number of this region'), 3)
            tag('p', _('Called before all others. Empty: the same as everywhere.'), 'hint')
        _contacts(form, 'first_phone', 'first_email', value.first_phone, value.first_email)
        with form.element:
            heading(_('Levels'), 3)
        self._levels = LevelBlocks(form, value.levels)

    def build(self, value: TableForm, _form: Form, values: Values) -> TableForm:
        codes, unknown = countries_in(values.get('countries', ''))
        if unknown:
            raise Invalid({'countries': N_('“%(name)s” is no country that we know.', name=unknown[0][:80])})
        texts = {part: values.get(part, '').strip() for part in ('organization', 'first_phone', 'first_email')}
        levels = self._levels.read(values)
        name = translated(values, 'name', value.name)
        return replace(value, name=name, countries=tuple(sorted(codes)), levels=levels, **texts)


def country_list(codes: tuple[str, ...]) -> str:
    """ "Argentina, Chile": by their names in the reader's language, where these have no comma in them."""
    known = names(locale().language)
    called = [known[code] if ',' not in known.get(code, ',') else code for code in codes]
    return ', '.join(sorted(called))


def _draw_first(form: Form, value: FirstCall) -> None:
    ours = {code: NAME.into(code) for code in LANGUAGES}
    translated_field(form, 'name', _('What it is called'), value.name, maxlength=LONGEST, ours=ours)
    _contacts(form, 'phone', 'mail', value.phone, value.mail)
    hint = _('0: the next level opens as soon as somebody says that he reached nobody.')
    number(form, 'wait_minutes', _('Time to answer'), _('minutes'), value.wait_minutes, hint=hint)


def _contacts(form: Form, phone: str, mail: str, number_: str, address: str) -> None:
    with form.element:
        pair = tag('div', '', 'setting-pair')
    fields: tuple[Field, ...] = (
        form.line(phone, _('Telephone'), value=number_, type_='tel', maxlength=LONGEST_PHONE),
        form.line(mail, _('Mail'), value=address, type_='email', maxlength=ADDRESS),
    )
    for field in fields:
        field.box.move(pair)
