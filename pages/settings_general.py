"""`/settings/general`: what the desk is called, how it looks, how to reach it, what it says (S0-9, S0-12, S2-5)."""

from services.mail.mail_text import MailSettings
from services.phone_number import LONGEST
from services.sayings import HoursNote, Thanks, Welcome
from services.settings import Desk
from webui.elements import Tag, heading, tag
from webui.form.forms import Form
from webui.form.settings_card import group_card
from webui.i18n import _
from webui.routing import Access
from webui.settings.brand_fields import colour_field, logo_field
from webui.settings.entry_cards import entry_cards
from webui.settings.saying_card import saying_card
from webui.shell.settings_frame import section, shell

NAME, CENTRE, ADDRESS = 60, 120, 254  # characters


@shell.page('/settings/general', Access.ADMIN)
async def settings_general() -> None:
    with section('general', _('What you save here shows at once in every open page, in the mails and on the boards.')):
        await group_card(Desk, _('Name, brand and channels'), _desk)
        await saying_card(Welcome, _('Welcome'), _('The heading of the home page, for who is not signed in.'))
        await saying_card(HoursNote, _('Outside the opening hours'), _('Stands below the opening hours.'))
        await saying_card(Thanks, _('Thank-you'), _('What a customer reads after a rating.'))
        about = _('Where to write when no answer comes: mails, announcements and error pages tell it.')
        await group_card(MailSettings, _('Second address'), _second_address, about=about, only=('fallback_mail',))
        await entry_cards()


def _desk(form: Form, desk: Desk) -> None:
    pair = _pair(form)
    name = form.line('name', _('Name of the desk'), value=desk.name, maxlength=NAME)
    hint = _('Stands behind the name on the home page.')
    centre = form.line('centre', _('Kind of centre'), hint=hint, value=desk.centre, maxlength=CENTRE)
    for field in (name, centre):
        field.box.move(pair)
    pair = _pair(form)
    colour_field(form, 'colour', desk.colour).box.move(pair)
    logo_field(form, 'logo', desk.logo).box.move(pair)
    with form.element:
        heading(_('Channels'), 3)
        tag('p', _('Shown wherever people look for a way to reach you; an empty one is not shown.'), 'hint')
    pair = _pair(form)
    phone = _('With country and area, such as +57 (6) 3134484.')
    fields = (
        form.line('mail', _('Mail of the desk'), value=desk.mail, type_='email', maxlength=ADDRESS),
        form.line('phone', _('Switchboard'), hint=phone, value=desk.phone, type_='tel', maxlength=LONGEST),
        form.line('mobile', _('Mobile'), value=desk.mobile, type_='tel', maxlength=LONGEST),
    )
    for field in fields:
        field.box.move(pair)


def _pair(form: Form) -> Tag:
    with form.element:
        return tag('div', '', 'setting-pair')


def _second_address(form: Form, mail: MailSettings) -> None:
    form.line('fallback_mail', _('Address'), value=mail.fallback_mail, type_='email', maxlength=ADDRESS)
