"""Whom to turn to in each region of a new desk: a preset knows the levels, the desk alone knows the people (1.6-i)."""

from collections.abc import Mapping

from models import EscalationPath, EscalationStep, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.escalation.escalation import Table
from services.language import N_, Text
from services.mail.addresses import is_address
from services.phone_number import phone_problem
from services.plain_text import text_problem
from services.refusals import Invalid, NotFound
from services.settings import check_admin, load
from services.setup import setup
from services.setup.placeholders import NUMBER, is_placeholder

CONTACT = ('name', 'phone', 'email')


async def regions(actor: User) -> list[Table]:
    """The escalation tables that a preset has made, with their levels. `NotAllowed` for anybody but an admin."""
    await check_admin(actor)
    made = (await load(setup.Setup)).made.get('path', [])
    paths = await EscalationPath.filter(id__in=made).order_by('position', 'id')
    steps = await EscalationStep.filter(path_id__in=made).order_by('level')
    return [Table(path, [step for step in steps if step.path_id == path.id]) for path in paths]


async def save(actor: User, path_id: int, values: Mapping[str, str]) -> None:
    """Say whom to turn to at each level: `name.1`, `phone.1` and `email.1`; customers see it once all can be called.

    `Invalid`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    async with transaction():
        path = await EscalationPath.filter(id=path_id).select_for_update().get_or_none()
        if path is None:
            raise NotFound
        steps = await EscalationStep.filter(path_id=path_id).order_by('level')
        said = {step.level: _contact(values, step.level) for step in steps}
        if problems := {field: one for level, contact in said.items() for field, one in _problems(level, contact)}:
            raise Invalid(problems)
        before = {str(step.level): {name: getattr(step, name) for name in CONTACT} for step in steps}
        for step in steps:
            contact = said[step.level]
            missing = '' if contact['email'] else NUMBER
            await step.update_from_dict(contact | {'phone': contact['phone'] or missing}).save()
        after = {str(level): contact for level, contact in said.items()}
        await audit.record('escalation_saved', actor=actor, subject=path.name, before=before, after=after)
        await announce({'settings'})


def _contact(values: Mapping[str, str], level: int) -> dict[str, str]:
    return {name: values.get(f'{name}.{level}', '').strip() for name in CONTACT}


def _problems(level: int, contact: Mapping[str, str]) -> list[tuple[str, Text]]:
    """By field. A level without any contact stays a placeholder."""
    email, phone = contact['email'], contact['phone']
    no_call = N_('This number cannot be called') if is_placeholder(phone) else phone_problem(phone)
    no_mail = (
        N_('“%(address)s” is not a mail address.', address=email[:80]) if email and not is_address(email) else None
    )
    found = {'name': text_problem(contact['name'], longest=120, one_line=True), 'phone': no_call, 'email': no_mail}
    return [(f'{name}.{level}', problem) for name, problem in found.items() if problem]
