"""Who announces, and where and for how long it shows (S2-1, S3-6)."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from models import Announcement
from services.clock import now
from services.knowledge import announcements
from services.knowledge.announcement_rules import Announcing
from services.knowledge.announcements import Draft
from services.refusals import Invalid, NotAllowed
from services.settings import save
from tests.support.browser import People
from tests.support.world import World

ADMIN, MARTA = 'admin@mesa.example', 'marta@mesa.example'
ANNOUNCEMENTS = '/settings/announcements'


def draft(title: str = 'Nuevo portal', starts_at: datetime | None = None, *, is_pinned: bool = False) -> Draft:
    return Draft('notice', title, 'Ya está aquí.', starts_at or now(), is_pinned=is_pinned)


@pytest.mark.rule('S2-1')
async def test_who_announces_is_a_setting(world: World) -> None:
    kept = await announcements.save(world.marta.user, draft())
    for publishers, allowed in (
        ('leads', (world.ana, world.admin)),
        ('admins', (world.admin,)),
        ('agents', (world.marta, world.ana, world.admin)),
    ):
        await save(world.admin.user, Announcing(publishers))  # type: ignore[arg-type]
        for person in (world.lucia, world.marta, world.ana, world.admin):
            if person in allowed:
                await announcements.save(person.user, draft(), kept.id)
                continue
            with pytest.raises(NotAllowed):
                await announcements.save(person.user, draft('Otro'))
            with pytest.raises(NotAllowed):
                await announcements.delete(person.user, kept.id)
    assert [row.title for row in await Announcement.all()] == ['Nuevo portal']


@pytest.mark.rule('S3-6')
def test_recent_is_for_so_many_days_and_what_is_pinned_stays() -> None:
    old, young = now() - timedelta(days=8), now() - timedelta(days=6)
    rows = [
        Announcement(title='a', starts_at=old, is_pinned=True),
        Announcement(title='b', starts_at=old),
        Announcement(title='c', starts_at=young),
    ]
    assert [row.title for row in Announcing(recent_days=7).recent(rows)] == ['a', 'c']
    assert len(Announcing().recent(rows)) == 3


async def test_wrong_values_are_told_at_their_field_and_only_an_admin_saves(world: World) -> None:
    wrong = Announcing('everybody', 7, 21, -1)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as invalid:
        await save(world.admin.user, wrong)
    assert set(invalid.value.problems) == {'publishers', 'home_cards', 'home_names', 'recent_days'}
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await save(person.user, replace(Announcing(), home_cards=1))


async def _saves(admin: Page, who: str, cards: str, *, pins: bool) -> None:
    card = admin.get_by_role('region', name='Quién anuncia y dónde se ve')
    await card.get_by_role('radio', name=re.compile(f'^{who}')).check()
    await card.get_by_label('Con su texto').fill(cards)
    await card.get_by_label('empieza fijado').set_checked(pins)
    await card.get_by_role('button', name='Guardar', exact=True).click()
    await expect(card.get_by_text('sin guardar').first).to_be_hidden()


@pytest.mark.rule('S2-1', 'S3-6')
async def test_the_home_page_and_the_desk_follow_at_once(people: People) -> None:
    async with (
        people.window(ADMIN, ANNOUNCEMENTS) as admin,
        people.window() as visitor,
        people.window(MARTA, '/desk/announcements') as marta,
    ):
        latest = visitor.get_by_role('region', name='Últimos anuncios').locator('.told')
        new = marta.get_by_role('button', name='Nuevo anuncio')
        await expect(latest).to_have_count(2)
        await _saves(admin, 'Líderes', '1', pins=True)
        await expect(latest).to_have_count(1)
        await expect(new).to_be_hidden()
        await _saves(admin, 'Toda la mesa', '2', pins=True)
        await expect(latest).to_have_count(2)
        await new.click()
        await expect(marta.get_by_label('Fijarlo por encima de los demás')).to_be_checked()
        await _saves(admin, 'Toda la mesa', '2', pins=False)
