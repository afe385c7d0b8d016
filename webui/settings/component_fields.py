"""What an admin fills in about a service, a group or a region of the board."""

from models import Component, ComponentGroup, Region
from models.audience import Reach
from services import audiences
from services.board.component_form import LONGEST_DESCRIPTION, LONGEST_NAME
from services.board.components import THING, Network
from services.catalog import catalog
from services.knowledge.article_form import others
from webui.elements import tag
from webui.form.audience_field import audience_field
from webui.form.forms import Form
from webui.i18n import _, language_name, locale

ON = 'on'


def name_fields(form: Form, row: Component | ComponentGroup | Region | None) -> None:
    """The name, in every language."""
    form.line('name', _('Name'), value=row.name if row else '', maxlength=LONGEST_NAME)
    _translated(form, row, 'name', _('Name in %(language)s'), LONGEST_NAME)


def group_fields(form: Form, row: ComponentGroup | None, network: Network) -> None:
    name_fields(form, row)
    above = [
        (str(one.id), one.name) for one in network.groups if one.parent_id is None and (row is None or one.id != row.id)
    ]
    parent = str(row.parent_id or '') if row else ''
    form.select('parent', _('Below'), [('', _('No other group')), *above], value=parent)
    folds = [ON] if row is None or row.opens_when_troubled else []
    form.checks('folds', _('On the board'), [(ON, _('Unfolded only when something is wrong'))], ticked=folds)


async def component_fields(form: Form, row: Component | None, network: Network) -> None:
    name_fields(form, row)
    description = row.description if row else ''
    form.line('description', _('What it is'), value=description, maxlength=LONGEST_DESCRIPTION)
    _translated(form, row, 'description', _('What it is, in %(language)s'), LONGEST_DESCRIPTION)
    groups = [(str(one.id), one.name) for one in network.groups]
    form.select('group', _('Group'), [('', _('No group')), *groups], value=str(row.group_id or '') if row else '')
    if network.regions:
        regions = [(str(one.id), one.name) for one in network.regions]
        ticked = [str(one.id) for one in row.regions] if row else []
        form.checks('regions', _('Regions with a state of their own'), regions, ticked=ticked)
    home = await catalog.home(locale().language, catalog.DESK)
    types = [(tile.slug, tile.title) for tile in (*home.incidents, *home.requests)]
    with form.element, tag('details', '', 'blanks'):
        tag('summary', _('Types of ticket that are about it'))
        place = tag('div')
    field = form.checks('items', _('Types of ticket'), types, ticked=[one.slug for one in row.items] if row else [])
    field.box.move(place)
    words = await audiences.chosen(THING, row.id) if row else ()
    await audience_field(form, row.reach if row else Reach.EVERYBODY, words)
    shown = [ON] if row is None or row.is_active else []
    form.checks('shown', _('On the board'), [(ON, _('Show it'))], ticked=shown)


def _translated(
    form: Form, row: Component | ComponentGroup | Region | None, name: str, label: str, longest: int
) -> None:
    for language in others():
        text = row.translations.get(language, {}).get(name, '') if row else ''
        form.line(f'{name}_{language}', label % {'language': language_name(language)}, value=text, maxlength=longest)
