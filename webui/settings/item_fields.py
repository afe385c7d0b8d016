"""What an admin fills in about a type of ticket (S0-19, S1-10, S4-2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from models import User
from models.catalog_item import TicketKind
from services import audiences
from services.catalog import catalog_shelf
from services.catalog.catalog_form import TEXTS, ItemForm
from services.icons import icons
from services.language import N_, Text, Words
from services.plain_text import is_id
from services.refusals import Invalid
from services.settings import Stored
from services.sla import sla
from webui.appearance import IMPACT, URGENCY
from webui.elements import heading, tag
from webui.form.audience_field import audience_of
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.form.setting_fields import number, tick
from webui.form.translated_field import translated, translated_field
from webui.i18n import _
from webui.markup import fill, icon_markup, rich

KIND: Mapping[str, Text] = {
    TicketKind.INCIDENT: N_('Incident'),
    TicketKind.REQUEST: N_('Request'),
    TicketKind.CHANGE: N_('Change'),
    TicketKind.SUGGESTION: N_('Suggestion'),
    TicketKind.REDIRECT: N_('Somebody else takes care of it'),
}
LABELS: Mapping[str, Text] = {
    'title': N_('Name'),
    'summary': N_('In one line'),
    'heading': N_('Heading of the form'),
    'subject_hint': N_('Hint for the subject'),
    'description_hint': N_('Hint for the description'),
    'redirect_reason': N_('Why it is not for us'),
    'redirect_to': N_('Where to go instead'),
}
TICKETS = [kind.value for kind in TicketKind if kind != TicketKind.REDIRECT]
_ICON = Markup(
    '<label class="icon-choice" title="{name}"><input class="laid-over" type="radio" name="icon" value="{name}"'
    ' aria-label="{name}"{chosen}>{icon}</label>'
)
_CHOSEN = Markup(' checked')


class ItemFields:
    """The form of the type `slug`. What it offers is read with the type: a form is drawn in one go."""

    def __init__(self, slug: str) -> None:
        self._slug = slug

    async def read(self) -> Stored[ItemForm]:
        self._departments = await catalog_shelf.departments()
        self._policies = await sla.policies()
        self._readers = await audiences.choices()
        return await catalog_shelf.read(self._slug)

    async def save(self, actor: User, value: ItemForm, started: ItemForm) -> None:
        await catalog_shelf.save(actor, self._slug, value, started)

    def draw(self, form: Form, value: ItemForm) -> None:
        _texts(form, value, self._departments)
        _promises(form, value, self._policies)
        with form.element:
            heading(_('For whom it is'), 3)
        audience_of(form, self._readers, value.reach, value.audience)


def _texts(form: Form, value: ItemForm, departments: Sequence[tuple[int, Words]]) -> None:
    tick(form, 'is_active', _('Offer it to customers'), is_on=value.is_active)
    form.select('kind', _('Kind'), [(key, _(word)) for key, word in KIND.items()], value=value.kind)
    for name in ('title', 'summary'):
        _text(form, value, name)
    _icon(form, value.icon)
    offered = [(str(number_), _(name)) for number_, name in departments]
    form.select('department', _('Department'), offered, value=str(value.department))
    for name in ('redirect_reason', 'redirect_to'):
        _only(_text(form, value, name, rows=3), [TicketKind.REDIRECT.value], value.kind)
    for name in ('heading', 'subject_hint', 'description_hint'):
        _only(_text(form, value, name), TICKETS, value.kind)


def build(value: ItemForm, _form: Form, values: Values) -> ItemForm:
    """What the filled form means. `Invalid` for what is no number."""
    hours = values.get('handling_hours', '').strip() or '0'
    if not is_id(hours):
        raise Invalid({'handling_hours': N_('Write a whole number')})
    return replace(
        value,
        texts={name: said for name in TEXTS if (said := translated(values, name))},
        **{name: values.get(name, '') for name in ('kind', 'icon', 'impact', 'urgency', 'reach')},
        department=_id(values, 'department'),
        sla_policy=_id(values, 'sla_policy'),
        handling_hours=int(hours),
        audience=tuple(audiences.ticked(values)),
        is_active='is_active' in values,
    )


def _id(values: Values, name: str) -> int:
    typed = values.get(name, '')
    return int(typed) if is_id(typed) else 0


def _promises(form: Form, value: ItemForm, known: Sequence[sla.InForce]) -> None:
    with form.element:
        heading(_('What is promised'), 3)
        pair = tag('div', '', 'setting-pair')
    impacts = [(key, _(word)) for key, (word, _more) in IMPACT.items()]
    urgencies = [(key, _(word)) for key, (word, _more) in URGENCY.items()]
    own = [('0', _('That of the company, the department or the desk'))]
    policies = own + [(str(one.policy.id), one.policy.name) for one in known if not one.policy.is_default]
    hint = _('Open hours in which a change is done; 0: only the times of its priority.')
    fields = (
        form.select('impact', _('Usually it touches'), impacts, value=value.impact),
        form.select('urgency', _('And usually'), urgencies, value=value.urgency),
        form.select('sla_policy', _('SLA policy'), policies, value=str(value.sla_policy)),
        number(form, 'handling_hours', _('Handling time'), _('working hours'), value.handling_hours, hint=hint),
    )
    for field in fields:
        field.box.move(pair)


def _text(form: Form, value: ItemForm, name: str, rows: int = 0) -> Field:
    texts = value.texts.get(name, {})
    return translated_field(form, name, _(LABELS[name]), texts, rows=rows, maxlength=TEXTS[name])


def _icon(form: Form, chosen: str) -> None:
    """All icons of the sprite as native radios, in one element."""
    with form.element:
        group = rich('div', 'icon-choices')
        group.props['role'] = 'radiogroup'
        drawn = (
            _ICON.format(name=name, chosen=_CHOSEN if name == chosen else '', icon=icon_markup(name))
            for name in icons()
        )
        fill(group, Markup('').join(drawn))
        form.add('icon', Field(_('Icon'), '', group, group=True))


def _only(field: Field, kinds: list[str], kind: str) -> None:
    """Shown for these kinds alone (assets/js/questions.js)."""
    field.box.props['data-show-if'] = json.dumps({'kind': kinds})
    field.box.props['hidden'] = kind not in kinds
