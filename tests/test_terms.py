"""Versions of the terms, and who accepted which, on both databases (S4-24)."""

import pytest

from models import AuditLog, TermsAcceptance
from services import terms
from services.refusals import Invalid, NotAllowed
from tests.support.waiting import until
from tests.support.world import World


@pytest.mark.rule('S4-24')
async def test_who_accepted_a_version_is_asked_again_by_the_next(world: World) -> None:
    lucia = world.lucia.user
    assert not await terms.owes(lucia), 'there are none yet'
    first = await terms.publish(world.admin.user, {'es': 'Una versión.', 'en': 'A version.'})
    assert await terms.owes(lucia)
    assert not await terms.owes(world.marta.user)
    await terms.accept(lucia, first, '203.0.113.5')
    await terms.accept(lucia, first, '203.0.113.6')
    [row] = await TermsAcceptance.all()
    assert row.ip == '203.0.113.5'

    async def owes_nothing() -> bool:
        return not await terms.owes(lucia)

    await until(owes_nothing)
    second = await terms.publish(world.admin.user, {'es': 'Otra versión.'}, seen=1)
    assert second.version == 2
    await until(lambda: terms.owes(lucia))
    assert await AuditLog.filter(action='terms_published').count() == 2
    assert terms.words(first).into('en') == 'A version.'
    assert terms.words(second).into('en') == 'Otra versión.'


@pytest.mark.rule('S4-24')
async def test_terms_are_published_by_admins_with_the_last_version_before_them(world: World) -> None:
    for other in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await terms.publish(other.user, {'es': 'Nada.'})
    with pytest.raises(Invalid) as refused:
        await terms.publish(world.admin.user, {'es': ' ', 'en': 'Nothing.'})
    assert list(refused.value.problems) == ['text.es']
    await terms.publish(world.admin.user, {'es': 'Una.'})
    for texts, seen in (({'es': 'Otra.'}, 0), ({'es': 'Una.'}, 1)):
        with pytest.raises(Invalid) as refused:
            await terms.publish(world.admin.user, texts, seen)
        assert list(refused.value.problems) == ['form']
    assert await terms.current()
