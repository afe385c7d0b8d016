"""Setting up a new desk, step by step: which steps are done, and whether it is done at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from models import Department, User
from models.db.transaction import transaction
from services import audit, settings
from services.announce import announce
from services.language import N_, Text
from services.shared import shared

STEPS: Mapping[str, Text] = {
    'preset': N_('Kind of desk'),
    'brand': N_('Name and brand'),
    'hours': N_('Hours and holidays'),
    'you': N_('Your account'),
    'contacts': N_('Contacts'),
    'mail': N_('Mail'),
    'done': N_('Ready'),
}

Value = TypeVar('Value')


@dataclass(frozen=True)
class Setup:
    """How far it is. `preset` is the one that was chosen, and `made` what it made: the ids by table.

    `contacts` are the answers to what the preset asks for.
    """

    preset: str = ''
    steps: list[str] = field(default_factory=list)
    is_done: bool = False
    contacts: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, list[int]] = field(default_factory=dict)

    @property
    def next_step(self) -> str:
        """The first that is not done."""
        return next(name for name in STEPS if name not in self.steps or name == 'done')


async def is_open() -> bool:
    """Whether the desk is still to be set up: nobody has said that it is done, nor made a department by hand."""
    setup = await settings.load(Setup)
    if setup.is_done or setup.preset:
        return not setup.is_done
    return not await _any_department()


async def is_offered(setup: Setup, step: str) -> bool:
    """Whether a step can be taken: each while the desk is set up, and afterwards what was left out: the contacts that
    its kind asks for, or, while there is nothing, the kind itself.
    """
    if await is_open():
        return step in STEPS
    if step == 'preset':
        return setup.is_done and not setup.preset and not await _any_department()
    return step == 'contacts' and setup.is_done and bool(setup.preset)


async def mark(actor: User, step: str) -> None:
    """A step is done. `NotAllowed` for anybody but an admin."""
    async with transaction():
        await settings.hold(Setup)
        setup = await settings.load(Setup)
        if step in STEPS and step not in setup.steps:
            await settings.save(actor, replace(setup, steps=[*setup.steps, step]))


async def finish(actor: User) -> None:
    """The desk is set up. `NotAllowed` for anybody but an admin."""
    async with transaction():
        await settings.hold(Setup)
        setup = await settings.load(Setup)
        if not setup.is_done:
            steps = [step for step in STEPS if step != 'preset' or setup.preset]
            await settings.save(actor, replace(setup, is_done=True, steps=steps))
            await audit.record('desk_set_up', actor=actor, subject=setup.preset)
            await announce({'settings', 'catalog'})


async def _any_department() -> bool:
    return await shared('any department', ['catalog'], Department.exists)
