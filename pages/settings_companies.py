"""`/settings/companies`: the companies of the desk's customers."""

from markupsafe import Markup
from nicegui import ui

from services.escalation import escalation_desk
from services.people import company_desk
from services.people.company_desk import Kept
from services.people.company_form import NAME, CompanyForm
from services.people.company_topics import TOPIC
from services.people.people_directory import TOPIC as PEOPLE
from webui.actions import action
from webui.elements import button, empty_state, icon, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.formats import or_more
from webui.i18n import _, country_name, ngettext
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.people.company_fields import country_options
from webui.routing import Access
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer

PATH = '/settings/companies'
_ROW = Markup(
    '<a class="person-row" href="/settings/companies/{id}" data-row="{id}">{icon}<span class="row-words">'
    '<b class="line" dir="auto">{name}</b><span class="line muted small">{about}</span>'
    '</span><span class="person-chips">{chips}</span></a>'
)
_CHIP = Markup('<span class="chip" data-tone="{}">{}</span>')


@shell.page('/settings/companies', Access.ADMIN)
async def settings_companies() -> None:
    with section('companies', _('Whose people your customers are, and what their contracts hold.')):
        await CompanyList().draw()


class CompanyList:
    """The list, live; the dialog of a new one; the countries without an escalation table."""

    async def draw(self) -> None:
        with tag('div', '', 'banner', data_tone='warn', role='status') as self._warning:
            icon('triangle-alert')
            self._without = tag('span')
            link(_('Escalation'), '/settings/escalation')
        with tag('section', '', 'card', aria_label=_('Companies')), tag('div', '', 'card-head'):
            with tag('div'):
                tag('h2', _('Companies'), 'card-title')
                self._count = tag('p', '', '', role='status')
            button(_('New company'), self._new, icon_name='plus', kind='primary')
        self._dialogs = tag('div')
        self._most = company_desk.PAGE
        self._rows = LiveRows[Kept](tag('div', '', 'rows'), key=lambda one: one.row.id, stamp=_stamp, draw=_row)
        self._nothing = empty_state(
            'building', _('No company yet'), _('With one, its people come in by their mail domain.')
        )
        self._more = button(_('Show more'), self._show_more)
        self._view = await live([TOPIC, PEOPLE, 'queue'], self._show)
        await live([TOPIC, 'settings'], self._warn)

    def _show_more(self) -> None:
        self._most += company_desk.PAGE
        self._view.refresh()

    async def _show(self) -> None:
        actor = await viewer()
        known, count = await company_desk.first_of(actor, self._most), await company_desk.count(actor)
        self._rows.show(known)
        self._rows.parent.set_visibility(bool(known))
        self._nothing.set_visibility(not known)
        self._more.set_visibility(count > len(known))
        self._count.text = ngettext('%(n)d company', '%(n)d companies', count)

    async def _warn(self) -> None:
        without = [code for code in await escalation_desk.without_table(await viewer()) if code]
        names = ', '.join(country_name(code) for code in without)
        self._without.text = _(
            'No escalation table is for %(where)s: these companies see the one for all others.', where=names
        )
        self._warning.set_visibility(bool(without))

    @action
    async def _new(self) -> None:
        async def save(values: Values) -> None:
            row = await company_desk.save(
                await viewer(),
                CompanyForm(values.get('name', ''), values.get('domains', ''), values.get('country', '')),
            )
            ui.navigate.to(f'{PATH}/{row.id}')

        with opened(self._dialogs, _('New company')):
            form = Form(save)
            name = form.line('name', _('Name'), maxlength=NAME)
            name.control.props['autofocus'] = True
            hint = _('Whoever registers with an address there comes in as one of its people.')
            form.line('domains', _('Mail domains'), hint=hint)
            hint = _('Decides the calendar and the escalation table.')
            form.select('country', _('Country'), country_options(), hint=hint)
            with form.element:
                sheet_foot(_('Save'))


def _stamp(one: Kept) -> tuple[object, ...]:
    row = one.row
    return row.name, row.country, row.shares_tickets, row.is_active, *row.domains, one.people, one.open_tickets


def _row(one: Kept) -> Markup:
    row = one.row
    about = [
        country_name(row.country) if row.country else '',
        ', '.join(row.domains),
        or_more(ngettext('%(n)d person', '%(n)d people', one.people), one.people),
        or_more(ngettext('%(n)d open ticket', '%(n)d open tickets', one.open_tickets), one.open_tickets),
    ]
    chips = [(_('Shares tickets'), 'accent')] if row.shares_tickets else []
    chips += [] if row.is_active else [(_('Deactivated'), 'quiet')]
    return _ROW.format(
        id=row.id,
        icon=icon_markup('building'),
        name=row.name,
        about=' · '.join(filter(None, about)),
        chips=Markup('').join(_CHIP.format(tone, word) for word, tone in chips),
    )
