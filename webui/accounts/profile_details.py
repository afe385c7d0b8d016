"""The card of who one is and how one reads; a save shows at once wherever the name stands."""

from functools import partial

from nicegui import ui

from models import User
from services.accounts import own_account
from services.accounts.own_account import NAME, PHONE, Details
from services.language import LANGUAGES, offered
from webui.form.forms import Form
from webui.form.settings_card import settings_card
from webui.form.zone_field import offer_zones
from webui.i18n import _


async def details_card(person: User) -> None:
    company = person.organization.name if person.organization else ''
    await settings_card(
        _('Who you are'),
        _fields,
        read=partial(own_account.details, person),
        save=_save,
        about=' · '.join(filter(None, (person.email, company))),
        topics=('people', own_account.person_topic(person.id)),
    )


async def _save(actor: User, value: Details, started: Details) -> None:
    await own_account.save_details(actor, value, started)
    if (value.language, value.time_zone) != (started.language, started.time_zone):
        ui.context.client.run_javascript('location.reload()')  # all of the page is written in them


def _fields(form: Form, value: Details) -> None:
    form.line('full_name', _('Full name'), value=value.full_name, autocomplete='name', maxlength=NAME)
    hint = _('With country and area, such as +57 (6) 3134484.')
    form.line('phone', _('Telephone'), hint=hint, value=value.phone, type_='tel', autocomplete='tel', maxlength=PHONE)
    languages = [('', _('As the browser')), *((code, LANGUAGES[code]) for code in offered())]
    form.select('language', _('Language'), languages, hint=_('Of pages and mails.'), value=value.language)
    hint = _('Empty: as the browser. Begin to write to choose, such as America/Bogota.')
    zone = form.line('time_zone', _('Time zone'), hint=hint, value=value.time_zone, autocomplete='off', maxlength=64)
    offer_zones(zone)
