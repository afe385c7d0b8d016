"""`/settings/announcements`: who announces, and where and for how long it is shown (S2-1, S3-6)."""

from collections.abc import Mapping

from services.knowledge.announcement_rules import Announcing
from services.language import N_, Text
from webui.elements import heading, link, tag
from webui.form.forms import Form
from webui.form.setting_fields import number, tick
from webui.form.settings_card import group_card
from webui.i18n import _
from webui.routing import Access
from webui.shell.settings_frame import section, shell

PUBLISHERS: Mapping[str, tuple[Text, Text]] = {
    'agents': (N_('The whole desk'), N_('Agents, leads and administrators')),
    'leads': (N_('Leads'), N_('Leads and administrators')),
    'admins': (N_('Administrators'), N_('Nobody else')),
}


@shell.page('/settings/announcements', Access.ADMIN)
async def settings_announcements() -> None:
    with section('announcements', _('What customers are told, each from a date until another.')):
        about = _('Changes show at once in every open page.')
        await group_card(Announcing, _('Who announces, and where it shows'), _fields, about=about)
        link(_('Write and change announcements'), '/desk/announcements', 'button button-quiet', 'megaphone')


def _fields(form: Form, value: Announcing) -> None:
    options = [(key, _(word), _(more)) for key, (word, more) in PUBLISHERS.items()]
    form.cards('publishers', _('Who may publish'), options, value=value.publishers)
    with form.element:
        heading(_('On the home page'), 3)
        pair = tag('div', '', 'setting-pair')
    hint = _('0: none')
    for field in (
        number(form, 'home_cards', _('With their words'), _('announcements'), value.home_cards, hint=hint),
        number(form, 'home_names', _('By name, beside'), _('announcements'), value.home_names, hint=hint),
    ):
        field.box.move(pair)
    hint = _('From their beginning; pinned ones stay. 0: until they end.')
    number(form, 'recent_days', _('Recent for'), _('days'), value.recent_days, hint=hint)
    with form.element:
        heading(_('A new announcement'), 3)
    tick(form, 'pins', _('begins pinned above the others'), is_on=value.pins)
    tick(form, 'on_kiosk', _('begins shown on the kiosks too'), is_on=value.on_kiosk)
