"""The cards of who comes into the desk and how: registration, the second factor, the terms."""

from services.accounts import terms
from services.accounts.admission import Registration
from services.accounts.second_factor import SecondFactor
from services.accounts.terms import Written
from services.language import N_
from webui.form.forms import Form
from webui.form.setting_fields import tick
from webui.form.settings_card import group_card, settings_card
from webui.form.translated_field import translated_field
from webui.i18n import _

OPEN_TO = (
    ('everybody', N_('Everybody'), N_('With any address, once it is confirmed')),
    ('known_domains', N_('People of known companies'), N_('With an address in a domain of a company')),
    ('nobody', N_('Nobody'), N_('You invite people, or import them')),
)
LONGEST = 50_000  # characters of the terms


async def entry_cards() -> None:
    """Registration and second factor."""
    about = _('An address in the domain of a company brings its reader into that company; free mail never does.')
    await group_card(Registration, _('Registration'), _registration, about=about)
    about = _('A code of an app on the phone, besides the password. Whoever has none is led to set it up at once.')
    await group_card(SecondFactor, _('Second factor'), _second_factor, about=about)


async def terms_card() -> None:
    """The terms; a save publishes a new version."""
    await settings_card(
        _('Terms of service'),
        _terms,
        read=terms.written,
        save=terms.publish,
        about=_('A save publishes a new version: every customer accepts it before the next page. Markdown.'),
        topics=(terms.TOPIC,),
    )


def _registration(form: Form, value: Registration) -> None:
    options = [(key, _(name), _(about)) for key, name, about in OPEN_TO]
    form.cards('open_to', _('Who may register'), options, value=value.open_to)
    hint = _('They wait for you on the page of people.')
    tick(form, 'needs_approval', _('An administrator approves each one'), is_on=value.needs_approval, hint=hint)


def _second_factor(form: Form, value: SecondFactor) -> None:
    tick(form, 'agents', _('Demanded of agents and leads'), is_on=value.agents)
    tick(form, 'admins', _('Demanded of administrators'), is_on=value.admins)


def _terms(form: Form, value: Written) -> None:
    translated_field(form, 'texts', _('Terms'), value.texts, rows=6, maxlength=LONGEST)
