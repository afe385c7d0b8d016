"""What a preset cannot know and asks for: contacts and times. What needs them is published once they are given."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from models import CatalogItem, User
from models.db.transaction import transaction
from services import audit, settings
from services.announce import announce
from services.language import N_, Text
from services.mail.addresses import is_address
from services.phone_number import phone_problem
from services.refusals import Invalid
from services.settings import check_admin, load
from services.setup import blueprint
from services.setup.placeholders import is_placeholder
from services.setup.preset_file import Ask, Preset, find
from services.setup.preset_parts import is_complete
from services.setup.presets import GROUPS
from services.setup.setup import Setup

MOST_HOURS = 2000


async def asked(actor: User) -> list[tuple[Ask, str]]:
    """What the chosen preset asks for, with what is known of it by now. `NotAllowed` for anybody but an admin."""
    await check_admin(actor)
    setup = await load(Setup)
    return [(ask, await _known(ask, setup)) for ask in find(setup.preset).asks] if setup.preset else []


async def answer(actor: User, values: Mapping[str, str]) -> None:
    """Put what is known where it belongs, by the keys of the asks; what stays empty is asked for again.

    `Invalid`, `NotAllowed`.
    """
    await check_admin(actor)
    setup = await load(Setup)
    preset = find(setup.preset)
    said = {ask.key: values.get(ask.key, '').strip() for ask in preset.asks}
    found = {ask.key: _problem(ask, said[ask.key]) for ask in preset.asks}
    if problems := {key: problem for key, problem in found.items() if problem}:
        raise Invalid(problems)
    async with transaction():
        for ask in preset.asks:
            await _put(actor, ask, said[ask.key])
        await _fill(actor, preset, setup.contacts, said)
        await settings.save(actor, replace(await load(Setup), contacts=said))
        await announce({'catalog'})


def _problem(ask: Ask, text: str) -> Text | None:
    if not text:
        return None
    if ask.kind == 'mail':
        return None if is_address(text) else N_('“%(address)s” is not a mail address.', address=text[:80])
    if ask.kind == 'hours':
        is_number = text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_HOURS
        return None if is_number else N_('Write a whole number of hours')
    return N_('This number cannot be called') if is_placeholder(text) else phone_problem(text)


async def _known(ask: Ask, setup: Setup) -> str:
    place, _dot, name = ask.into.partition('.')
    if place in GROUPS:
        return str(asdict(await load(GROUPS[place]))[name])
    if place == 'item':
        item = await CatalogItem.get_or_none(slug=name)
        return str(item.handling_hours) if item and item.handling_hours else ''
    return setup.contacts.get(ask.key, '')


async def _put(actor: User, ask: Ask, text: str) -> None:
    place, _dot, name = ask.into.partition('.')
    if place in GROUPS:
        value = await load(GROUPS[place])
        changed: Any = replace(value, **{name: text})
        if changed != value:
            await settings.save(actor, changed)
    elif place == 'item':
        item = await CatalogItem.filter(slug=name).select_for_update().get_or_none()
        if item:
            await _change(actor, item, handling_hours=int(text) if text else None)


async def _fill(actor: User, preset: Preset, before: Mapping[str, str], said: Mapping[str, str]) -> None:
    """Write the contacts into the types that name them, and publish these; what an admin has rewritten stays."""
    for row in blueprint.types(preset.rows('item')):
        if is_complete(row):
            continue
        item = await CatalogItem.filter(slug=row['slug']).select_for_update().get_or_none()
        if item is None or item.redirect_to != _filled(row, before)['redirect_to']:
            continue
        text = _filled(row, said)
        told = {name: text[name] for name in ('redirect_to', 'translations')}
        await _change(actor, item, **told, is_active=is_complete(text))


async def _change(actor: User, item: CatalogItem, **columns: Any) -> None:
    before = {name: getattr(item, name) for name in columns}
    if before != columns:
        await item.update_from_dict(columns).save(update_fields=list(columns))
        await audit.record('item_saved', actor=actor, subject=item.slug, before=before, after=columns)


def _filled(row: blueprint.Row, known: Mapping[str, str]) -> blueprint.Row:
    """A type with what is known in place of what it names in braces."""

    def fill(text: str) -> str:
        for key, word in known.items():
            text = text.replace(f'{{{key}}}', word) if word else text
        return text

    others = {
        language: texts | {'redirect_to': fill(texts.get('redirect_to', ''))}
        for language, texts in row['translations'].items()
    }
    return row | {'redirect_to': fill(row['redirect_to']), 'translations': others}
