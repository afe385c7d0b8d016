"""Escalation tables as an admin keeps them (S1-11, S1-14)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from models import EscalationPath, EscalationStep, Organization, User
from models.db.transaction import transaction
from services import audit, settings
from services.announce import announce
from services.env import env
from services.escalation import escalation
from services.escalation.escalation import FIRST, TOPIC, Table, table_of
from services.escalation.escalation_form import LevelForm, TableForm
from services.language import N_
from services.refusals import Invalid, NotFound, Overtaken
from services.settings import Stored, check, check_admin

SAVED = 'escalation_saved'


async def all_of(actor: User) -> list[Table]:
    """All tables in their order; for an admin."""
    await check_admin(actor)
    return await escalation.everything()


async def companies(actor: User) -> list[tuple[int, str]]:
    """Whose own a table may be, by name; for an admin."""
    await check_admin(actor)
    rows: list[tuple[int, str]] = await Organization.filter(is_active=True).order_by('name').values_list('id', 'name')
    return rows


async def without_table(actor: User) -> dict[str, list[str]]:
    """The names of the companies that no table is for, by the code of their country; '' is none (S1-14)."""
    await check_admin(actor)
    meant = [one for one in await escalation.everything() if one.path.countries or one.path.organization_id]
    found: dict[str, list[str]] = {}
    for company in await Organization.filter(is_active=True).order_by('country', 'name'):
        named = company.escalation_path_id is not None
        if not named and table_of(company, meant) is None:
            found.setdefault(company.country, []).append(company.name)
    return found


async def find(actor: User, path_id: int) -> EscalationPath:
    """One of them, for an admin. `NotFound`, `NotAllowed`."""
    await check_admin(actor)
    path = await EscalationPath.get_or_none(id=path_id)
    if path is None:
        raise NotFound
    return path


async def stored(actor: User, path_id: int) -> Stored[TableForm]:
    """A table as it is now, for the form that changes it. `NotFound`, `NotAllowed`."""
    return Stored(await _form(await find(actor, path_id)), *await audit.last(SAVED, _subject(path_id)))


async def save(
    actor: User, value: TableForm, started: TableForm | None = None, path_id: int | None = None
) -> EscalationPath:
    """Make a table, or change one; `started` is what its form was filled with.

    `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    check(value)
    own = env().language
    async with transaction():
        await settings.hold(TableForm)  # tables are compared with each other: a new one has no row to wait for
        path = await _locked(path_id) if path_id else EscalationPath(position=await EscalationPath.all().count())
        kept = await stored(actor, path_id) if path_id else Stored(TableForm())
        if started is not None and kept.value != started:
            raise Overtaken(kept.name, kept.at)
        await _check_alone(value, path_id)
        path.name = value.name[own].strip()
        path.countries, path.organization_id = sorted(value.countries), int(value.organization or 0) or None
        path.translations = _translations(value)
        await path.save()
        await EscalationStep.filter(path_id=path.id).delete()
        await EscalationStep.bulk_create(_steps(path.id, value))
        before = asdict(kept.value) if path_id else {}
        await audit.record(SAVED, actor=actor, subject=_subject(path.id), before=before, after=asdict(value))
        await announce({TOPIC})
    return path


async def move(actor: User, path_id: int, places: int) -> None:
    """Move a table up (negative) or down so many places."""
    await check_admin(actor)
    async with transaction():
        rows = await EscalationPath.all().order_by('position', 'id').select_for_update()
        here = next((number for number, row in enumerate(rows) if row.id == path_id), None)
        if here is None:
            raise NotFound
        rows.insert(max(0, here + places), rows.pop(here))
        for position, row in enumerate(rows):
            await EscalationPath.filter(id=row.id).update(position=position)
        await audit.record('escalation_moved', actor=actor, subject=_subject(path_id))
        await announce({TOPIC})


async def delete(actor: User, path_id: int) -> None:
    """Take a table away; its companies have that of their country from then on."""
    await check_admin(actor)
    async with transaction():
        path = await _locked(path_id)
        before = asdict(await _form(path))
        await path.delete()
        await audit.record('escalation_deleted', actor=actor, subject=_subject(path_id), before=before)
        await announce({TOPIC, 'companies'})


async def _check_alone(value: TableForm, path_id: int | None) -> None:
    """One name, one table of a company, one of a country, one for all others: else nobody knew which holds."""
    own = env().language
    others = await EscalationPath.exclude(id=path_id or 0).order_by('position', 'id')
    company = int(value.organization or 0) or None
    if any(one.name == value.name[own].strip() for one in others):
        raise Invalid({f'name.{own}': N_('There is a table of this name already')})
    if company and not await Organization.exists(id=company):
        raise Invalid({'organization': N_('Choose one of the options')})
    rivals = [one for one in others if one.organization_id == company]
    rival = next((one for one in rivals if company or _meet(value.countries, one.countries)), None)
    if rival is None:
        return
    if company:
        raise Invalid({'organization': N_('“%(name)s” is the table of this company.', name=rival.name)})
    if not value.countries:
        raise Invalid({'countries': N_('“%(name)s” is for all other countries: name some here.', name=rival.name)})
    raise Invalid({'countries': N_('One of these countries is in “%(name)s”.', name=rival.name)})


def _meet(mine: tuple[str, ...], theirs: list[str]) -> bool:
    return not set(mine).isdisjoint(theirs) if mine else not theirs


def _steps(path_id: int, value: TableForm) -> list[EscalationStep]:
    own = env().language
    first = EscalationStep(path_id=path_id, level=FIRST, role='', phone=value.first_phone, email=value.first_email)
    steps = [first] if value.first_phone or value.first_email else []
    for number, one in enumerate(value.levels, 1):
        said: dict[str, Any] = {name: text for name, text in vars(one).items() if name != 'role'}
        steps.append(EscalationStep(path_id=path_id, level=number, role=one.role[own].strip(), **said))
    return steps


def _translations(value: TableForm) -> dict[str, dict[str, str]]:
    """What is said in other languages than the desk's own: the name, and `role.1` and so on."""
    said: list[tuple[str, Mapping[str, str]]] = [('name', value.name)]
    said += [(f'role.{number}', one.role) for number, one in enumerate(value.levels, 1)]
    codes = {code for _name, texts in said for code in texts} - {env().language}
    found = {code: {name: texts[code].strip() for name, texts in said if texts.get(code)} for code in sorted(codes)}
    return {code: texts for code, texts in found.items() if texts}


async def _form(path: EscalationPath) -> TableForm:
    steps = await EscalationStep.filter(path_id=path.id).order_by('level')
    first = next((one for one in steps if one.level == FIRST), None)
    levels = [
        LevelForm(_said(path, f'role.{one.level}', one.role), one.name, one.phone, one.email, one.wait_minutes)
        for one in steps
        if one.level != FIRST
    ]
    return TableForm(
        _said(path, 'name', path.name),
        tuple(sorted(path.countries)),
        str(path.organization_id or ''),
        first.phone if first else '',
        first.email if first else '',
        tuple(levels),
    )


def _said(path: EscalationPath, name: str, text: str) -> dict[str, str]:
    others = {code: texts[name] for code, texts in path.translations.items() if texts.get(name)}
    return {env().language: text} | others


async def _locked(path_id: int) -> EscalationPath:
    path = await EscalationPath.filter(id=path_id).select_for_update().get_or_none()
    if path is None:
        raise NotFound
    return path


def _subject(path_id: int) -> str:
    return f'escalation:{path_id}'
