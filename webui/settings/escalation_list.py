"""The escalation tables in their order, and the companies that none of them is for (S1-14)."""

from collections.abc import Mapping, Sequence
from functools import partial

from nicegui import ui
from nicegui.element import Element

from services.env import env
from services.escalation import escalation_desk
from services.escalation.escalation import FIRST, Table
from services.escalation.escalation_form import LONGEST, TableForm
from services.language import Words
from services.people import countries
from webui.actions import action
from webui.elements import button, icon, icon_button, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.i18n import _, country_name, locale, ngettext
from webui.live import LiveList, live
from webui.settings.escalation_card import country_list
from webui.viewer import viewer

ADDRESS = '/settings/escalation'
NAMED = 3  # companies of a country


class EscalationList:
    """Draws the card."""

    async def draw(self) -> None:
        with tag('div', '', 'banner', data_tone='warn', role='status') as self._warning:
            icon('triangle-alert')
            self._without = tag('span')
        with tag('section', '', 'card', aria_label=_('Tables')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    tag('h2', _('Tables'), 'card-title')
                    tag('p', _('Each customer sees one of them alone: of the company, else of the country.'))
                button(_('New table'), self._new, icon_name='plus')
            with tag('div', '', 'card-body'):
                rows = tag('div', '', 'probe-rows')
                self._nothing = tag('p', _('No table yet: customers see the first number alone.'), 'muted')
        self._dialogs = tag('div')
        self._rows = LiveList[Table](
            rows,
            key=lambda one: one.path.id,
            stamp=lambda one: (_name(one), tuple(_marks(one)), _about(one)),
            make=lambda _one: tag('div', '', 'probe-row'),
            update=self._update,
        )
        await live(['settings', 'companies'], self._show)

    async def _show(self) -> None:
        actor = await viewer()
        known = await escalation_desk.all_of(actor)
        self._rows.show(known)
        self._nothing.set_visibility(not known)
        without = await escalation_desk.without_table(actor)
        self._warning.set_visibility(bool(without))
        self._without.text = ' '.join((_without_words(without), _instead(known)))

    def _update(self, place: Element, one: Table) -> None:
        name, path_id = _name(one), one.path.id
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                with tag('p', '', 'hours-name'):
                    link(name, f'{ADDRESS}/{path_id}', 'hours-link', dir='auto')
                    for words, tone in _marks(one):
                        tag('span', words, 'chip', data_tone=tone)
                tag('p', _about(one), 'muted small')
            with tag('div', '', 'texts-actions'):
                icon_button(_('Move “%(title)s” up', title=name), 'arrow-up', partial(self._move, path_id, -1))
                icon_button(_('Move “%(title)s” down', title=name), 'arrow-down', partial(self._move, path_id, 1))
                icon_button(_('Delete “%(title)s”', title=name), 'trash-2', partial(self._delete, path_id, name))

    @action
    async def _move(self, path_id: int, places: int) -> None:
        await escalation_desk.move(await viewer(), path_id, places)

    @action
    async def _delete(self, path_id: int, name: str) -> None:
        async def delete() -> None:
            await escalation_desk.delete(await viewer(), path_id)

        follows = _('Who had it gets the table of the country, or the one for all others.')
        confirm(self._dialogs, _('Delete “%(title)s”?', title=name), follows, _('Delete'), delete)

    @action
    async def _new(self) -> None:
        own = env().language

        async def save(values: Values) -> None:
            codes = (values.get('country', ''),) if values.get('country') else ()
            value = TableForm({own: values.get('name', '')}, codes)
            row = await escalation_desk.save(await viewer(), value)
            ui.navigate.to(f'{ADDRESS}/{row.id}')

        with opened(self._dialogs, _('New table')):
            form = Form(save)
            name = form.line('name', _('Name'), maxlength=LONGEST)
            form.add(f'name.{own}', name)
            name.control.props['autofocus'] = True
            known = [('', _('All other countries')), *countries.names(locale().language).items()]
            form.add('countries', form.select('country', _('Country'), known, hint=_('You can add more afterwards.')))
            with form.element:
                sheet_foot(_('Save'))


def _name(one: Table) -> str:
    return _(Words.of(one.path, 'name'))


def _marks(one: Table) -> list[tuple[str, str]]:
    """What is special about it."""
    marks = [
        (not one.is_published, _('Not published: placeholders'), 'warn'),
        (one.path.organization_id is not None, _('One company'), 'info'),
        (not one.path.countries and one.path.organization_id is None, _('All other countries'), 'quiet'),
    ]
    return [(words, tone) for is_so, words, tone in marks if is_so]


def _about(one: Table) -> str:
    """Its countries and how many levels it has."""
    count = sum(step.level != FIRST for step in one.steps)
    levels = ngettext('%(n)d level', '%(n)d levels', count)
    return ' · '.join(filter(None, (country_list(tuple(one.path.countries)), levels)))


def _without_words(without: Mapping[str, list[str]]) -> str:
    return _('No table is for %(where)s.', where='; '.join(_where(*one) for one in without.items()))


def _instead(known: Sequence[Table]) -> str:
    """What these companies see."""
    default = next((one for one in known if not one.path.countries and one.path.organization_id is None), None)
    return _('They see “%(name)s”.', name=_name(default)) if default else _('They see the first number alone.')


def _where(country: str, names: list[str]) -> str:
    """ "Bolivia (Minas del Sur, Ondú)"; "no country (…)"."""
    called = ', '.join(names[:NAMED]) + ('…' if len(names) > NAMED else '')
    return f'{country_name(country) if country else _("companies without a country")} ({called})'
