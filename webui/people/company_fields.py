"""What an admin fills in about a company, and about its contract."""

from models import Organization, User
from services.people import company_contract, company_desk, countries
from services.people.company_form import NAME, NOTES, SECTOR, CompanyForm, ContractForm
from services.people.company_topics import TOPIC
from services.settings import Stored
from webui.elements import tag
from webui.form.forms import Form
from webui.form.setting_fields import tick
from webui.form.settings_card import settings_card
from webui.i18n import _, locale
from webui.viewer import viewer


def country_options() -> list[tuple[str, str]]:
    """None, then all by their names."""
    return [('', _('Without a country')), *countries.names(locale().language).items()]


async def company_card(company_id: int) -> None:
    """Draw the card of one company."""

    async def read() -> Stored[CompanyForm]:
        return await company_desk.stored(await viewer(), company_id)

    async def save(actor: User, value: CompanyForm, started: CompanyForm) -> None:
        await company_desk.save(actor, value, started, company_id)

    await settings_card(_('Company'), _draw, read=read, save=save, topics=[TOPIC])


async def contract_card(row: Organization) -> None:
    """Draw the card of its contract."""

    async def read() -> Stored[ContractForm]:
        return await company_contract.stored(await viewer(), row.id)

    async def save(actor: User, value: ContractForm, started: ContractForm) -> None:
        await company_contract.save(actor, value, started, row.id)

    async def draw(form: Form, value: ContractForm) -> None:
        offered = await company_contract.choices(await viewer(), row.id)
        usual = ('', _('As for everybody'))
        hint = _('The clocks of its tickets run in these hours, the open ones too.')
        calendars = [('', _('Those of the department')), *offered['calendar']]
        form.select('calendar', _('Opening hours'), calendars, hint=hint, value=value.calendar)
        hint = _('For new tickets; open ones keep what they were promised.')
        form.select(
            'sla_policy', _('Promised times'), [usual, *offered['sla_policy']], hint=hint, value=value.sla_policy
        )
        tables = [('', _('That of its country')), *offered['escalation_path']]
        form.select('escalation_path', _('Escalation table'), tables, value=value.escalation_path)

    about = _('What was agreed with this company, in place of what holds for everybody.')
    topics = [TOPIC, 'settings', 'catalog']
    await settings_card(_('Contract'), draw, read=read, save=save, about=about, topics=topics)


async def _draw(form: Form, value: CompanyForm) -> None:
    form.line('name', _('Name'), value=value.name, maxlength=NAME)
    hint = _('Whoever registers with an address there comes in as one of its people.')
    form.line('domains', _('Mail domains'), hint=hint, value=value.domains)
    with form.element:
        pair = tag('div', '', 'setting-pair')
    hint = _('Decides the calendar and the escalation table.')
    country = form.select('country', _('Country'), country_options(), hint=hint, value=value.country)
    hint = _('Announcements can be for one sector.')
    sector = form.line('sector', _('Sector'), hint=hint, value=value.sector, maxlength=SECTOR)
    for field in (country, sector):
        field.box.move(pair)
    with sector.box, tag('datalist') as known:
        for one in await company_desk.sectors(await viewer()):
            tag('option', value=one)
    sector.control.props['list'] = known.html_id
    hint = _('Its people see and go on with each other’s tickets, at once. Without it, each sees the own ones alone.')
    tick(form, 'shares_tickets', _('Shares its tickets'), is_on=value.shares_tickets, hint=hint)
    hint = _('Beside each ticket of this company, for the desk alone.')
    form.prose('notes', _('Notes for agents'), hint=hint, value=value.notes, rows=3, maxlength=NOTES)
