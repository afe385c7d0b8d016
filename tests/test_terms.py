"""Versions of the terms, and who accepted which, on both databases (S4-24)."""

import pytest

from models import AuditLog, TermsAcceptance
from services.accounts import terms
from services.accounts.terms import Written
from services.refusals import Invalid, NotAllowed, Overtaken
from tests.support.waiting import until
from tests.support.world import World


@pytest.mark.rule('S4-24')
async def test_who_accepted_a_version_is_asked_again_by_the_next(world: World) -> None:
    lucia = world.lucia.user
    assert not await terms.owes(lucia), 'there are none yet'
    first = await terms.publish(world.admin.user, Written({'es': 'Una versión.', 'en': 'A version.'}))
    assert await terms.owes(lucia)
    assert not await terms.owes(world.marta.user)
    await terms.accept(lucia, first, '203.0.113.5')
    await terms.accept(lucia, first, '203.0.113.6')
    [row] = await TermsAcceptance.all()
    assert row.ip == '203.0.113.5'

    async def owes_nothing() -> bool:
        return not await terms.owes(lucia)

    await until(owes_nothing)
    second = await terms.publish(world.admin.user, Written({'es': 'Otra versión.'}))
    assert second.version == 2
    await until(lambda: terms.owes(lucia))
    assert await AuditLog.filter(action='terms_published').count() == 2
    assert terms.words(first).into('en') == 'A version.'
    assert terms.words(second).into('en') == 'Otra versión.'


@pytest.mark.rule('S4-24')
async def test_terms_are_published_by_admins_with_the_last_version_before_them(world: World) -> None:
    for other in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await terms.publish(other.user, Written({'es': 'Nada.'}))
    with pytest.raises(Invalid) as refused:
        await terms.publish(world.admin.user, Written({'es': ' '}))
    assert list(refused.value.problems) == ['texts']
    nothing = (await terms.written()).value
    await terms.publish(world.admin.user, Written({'es': 'Una.'}), nothing)
    with pytest.raises(Overtaken):
        await terms.publish(world.admin.user, Written({'es': 'Otra.'}), nothing)
    kept = await terms.written()
    assert (kept.value, kept.name) == (Written({'es': 'Una.'}), 'Admin')
