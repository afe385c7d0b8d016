"""Choosing a preset: a desk of one kind, with its hours, departments, types, texts and rules, at once."""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from models import Ticket, User
from models.db.transaction import transaction
from services import audit, settings
from services.announce import announce
from services.language import N_
from services.mail.mail_text import MailSettings
from services.people.group_mailboxes import GroupMailbox
from services.refusals import NotAllowed
from services.sayings import BeDetailed, ClosedDays, Objective, Thanks, UrgentMeans, Welcome
from services.settings import Closing, Desk, check_admin, load
from services.setup import preset_parts
from services.setup.preset_file import Preset, find
from services.setup.setup import Setup
from services.tickets.silence_rules import Silence

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# What a preset may set, by the name that its file calls it.
GROUPS: dict[str, type['DataclassInstance']] = {
    group.__name__.lower(): group
    for group in (
        Desk,
        MailSettings,
        GroupMailbox,
        Silence,
        Closing,
        Welcome,
        Thanks,
        Objective,
        UrgentMeans,
        ClosedDays,
        BeDetailed,
    )
}
REMADE = ('hours', 'contacts')  # steps about what another preset makes anew
TOPICS = {'catalog', 'settings', 'articles', 'announcements', 'calendars', 'terms'}


async def apply(actor: User, name: str) -> None:
    """Make the desk of a preset; what is there already stays, and what is applied already is not applied again.

    In place of another preset: what that one made and nobody uses goes. `NotFound`; `NotAllowed` for anybody but an
    admin, and once there are tickets.
    """
    await check_admin(actor)
    preset = find(name)
    async with transaction():
        await settings.hold(Setup)
        setup = await load(Setup)
        if setup.preset == name:
            return
        if await Ticket.exists():
            raise NotAllowed(N_('There are tickets here already. They need the desk that they were opened at.'))
        await preset_parts.take_back(dict(setup.made))
        made = await preset_parts.make(actor, preset)
        await _set(actor, preset, find(setup.preset) if setup.preset else None)
        steps = [step for step in setup.steps if not setup.preset or step not in REMADE]
        await settings.save(actor, replace(setup, preset=name, made=made, contacts={}, steps=steps))
        counts = {table: len(ids) for table, ids in made.items()}
        await audit.record('preset_applied', actor=actor, subject=name, before={'preset': setup.preset}, after=counts)
        await announce(TOPICS)


async def _set(actor: User, preset: Preset, former: Preset | None) -> None:
    """Save what the preset says; what only the former one said is ours again, unless somebody has changed it."""
    said, before = preset.settings, former.settings if former else {}
    for name in sorted({*said, *before}):
        group = GROUPS[name]
        value, ours = await load(group), group()
        back = {one: getattr(ours, one) for one, was in before.get(name, {}).items() if getattr(value, one) == was}
        wanted = replace(value, **back | _known(group, said.get(name, {})))
        if wanted != value:
            await settings.save(actor, wanted)


def _known(group: type['DataclassInstance'], said: dict[str, Any]) -> dict[str, Any]:
    """`ValueError` for what the group does not have: a preset that would be set in part says nothing of it."""
    if unknown := said.keys() - {one.name for one in fields(group)}:
        raise ValueError(f'{group.__name__} has no {", ".join(sorted(unknown))}')
    return said
