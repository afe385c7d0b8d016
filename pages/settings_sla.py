"""`/settings/sla`: what is promised per priority, by which policy, and what happens by itself (S1-9, S4-9, S4-12)."""

from functools import partial

from nicegui import ui
from nicegui.element import Element

from services.plain_text import is_id
from services.refusals import NotFound
from services.settings import Closing
from services.sla import sla, sla_card, sla_change
from services.sla.sla import InForce
from services.sla.sla_form import LONGEST_NAME, read_name
from services.tickets.silence_rules import Silence
from webui.actions import action
from webui.elements import Tag, button, heading, link, tag
from webui.form.forms import Form, Values
from webui.form.settings_card import group_card, settings_card
from webui.form.sheet import confirm, opened, sheet_foot
from webui.i18n import _
from webui.live import LiveList, live
from webui.routing import Access
from webui.settings import silence_fields, sla_fields
from webui.shell.settings_frame import section, shell
from webui.tickets import closing_fields
from webui.viewer import viewer


@shell.page('/settings/sla', Access.ADMIN)
async def settings_sla() -> None:
    with section('sla', _('What you change holds for new tickets; open ones keep what they were promised.')):
        about = _('Counted within the opening hours of each department, unless the clock of the wall is chosen.')
        await _policy_card(_('Promises per priority'), None, about)
        await _policies()
        about = _('Half-way, the customer is reminded by mail. What was told already stays.')
        await group_card(Silence, _('When the customer does not answer'), silence_fields.draw, about=about)
        about = _('What can still be done with a closed ticket.')
        await group_card(Closing, _('After closing'), closing_fields.draw, about=about, build=closing_fields.build)


@shell.page('/settings/sla/{policy}', Access.ADMIN)
async def settings_policy(policy: str) -> None:
    if not is_id(policy):
        raise NotFound
    policy_id = int(policy)
    found = await sla_card.read(policy_id)
    with section('sla', _('What you change holds for new tickets; open ones keep what they were promised.')):
        link(_('All policies'), '/settings/sla', 'small', 'arrow-left')
        await _policy_card(found.value.name or _('Promises per priority'), policy_id)
        if found.value.name:
            place = tag('div')
            with tag('p', '', 'form-foot'):
                button(
                    _('Delete this policy'), partial(_delete, place, policy_id, found.value.name), icon_name='trash-2'
                )


async def _policy_card(name: str, policy: int | None, about: str = '') -> None:
    read = partial(sla_card.read, policy)
    await settings_card(name, sla_fields.draw, read=read, save=sla_card.save, about=about, build=sla_fields.build)


async def _policies() -> None:
    """The other policies, each on a page of its own."""
    with tag('section', '', 'card', aria_label=_('Other policies')):
        with tag('div', '', 'card-head'):
            with tag('div'):
                heading(_('Other policies'), 2, 'card-title')
                tag('p', _('For a type of ticket, a company with a contract, or a department.'))
            dialogs = tag('div')
            button(_('New policy'), partial(_new, dialogs), icon_name='plus')
        with tag('div', '', 'card-body'):
            rows = LiveList[InForce](
                tag('div', '', 'rows'),
                key=lambda one: one.policy.id,
                stamp=lambda one: (one.policy.name, one.version.version),
                make=lambda _one: tag('div', '', 'texts-row'),
                update=_policy_row,
            )
            nothing = tag('p', _('None: everybody is promised the same.'), 'muted')

    async def show() -> None:
        others = [one for one in await sla.policies() if not one.policy.is_default]
        rows.show(others)
        nothing.set_visibility(not others)

    await live(['settings'], show)


def _policy_row(place: Element, one: InForce) -> None:
    place.clear()
    with place, tag('div', '', 'texts-words'):
        link(one.policy.name, f'/settings/sla/{one.policy.id}', 'texts-title')
        tag('span', _('Version %(n)d', n=one.version.version), 'muted small')


@action
async def _new(place: Tag) -> None:
    """A policy begins with what the desk promises to everybody."""

    async def save(values: Values) -> None:
        made = await sla_change.save(await viewer(), await sla.default_targets(), name=read_name(values))
        ui.navigate.to(f'/settings/sla/{made.id}')

    with opened(place, _('New policy')):
        form = Form(save)
        hint = _('Such as the name of a contract. Its times begin as those of everybody.')
        form.line('name', _('Name'), hint=hint, maxlength=LONGEST_NAME).control.props['autofocus'] = True
        with form.element:
            sheet_foot(_('Create'))


@action
async def _delete(place: Tag, policy: int, name: str) -> None:
    async def delete() -> None:
        await sla_change.delete(await viewer(), policy)
        ui.navigate.to('/settings/sla')

    what = _('Only a policy that nobody was promised can be deleted.')
    confirm(place, _('Delete “%(title)s”?', title=name), what, _('Delete'), delete)
