"""What the desk reads of what its texts lack: searches in vain, bad votes, and tickets that were not needed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.async_api import expect

from models import MissedSearch
from services import clock
from services.knowledge import article_votes, deflections, knowledge_report, missed_searches
from services.refusals import NotAllowed
from tests.support.articles import publishes
from tests.support.browser import People, visit
from tests.support.world import World


async def test_searches_in_vain_are_counted_without_who_and_without_anybodys_data(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    for actor, text in (
        (world.lucia.user, '  Fibra   ÓPTICA '),
        (world.elena.user, 'fibra óptica'),
        (world.elena.user, 'telefonía ip'),
        (world.lucia.user, 'correo de juana@fuera.example'),
        (world.lucia.user, ticket.number),
        (world.lucia.user, 'x'),
        (world.lucia.user, 'x' * 500),
        (world.marta.user, 'lo del cliente'),
        (None, 'visitante'),
    ):
        await missed_searches.note(actor, text)
    found = await knowledge_report.report(world.marta.user)
    assert [(one.words, one.times) for one in found.missed] == [('fibra óptica', 2), ('telefonía ip', 1)]
    with clock.freeze(clock.now() + timedelta(days=181)):
        await missed_searches.sweep()
    assert not await MissedSearch.exists()


async def test_bad_votes_and_spared_tickets_by_month_are_for_the_desk_alone(world: World) -> None:
    good, bad = await publishes(world.ana, 'Cambiar el tóner'), await publishes(world.ana, 'Reiniciar el router')
    await article_votes.vote(world.lucia.user, '', bad, is_helpful=False, missing='¿Y con fibra?')
    await article_votes.vote(world.elena.user, '', good, is_helpful=True)
    for at in (
        datetime(2025, 11, 30, tzinfo=UTC),
        datetime(2025, 12, 1, 5, tzinfo=UTC),
        datetime(2026, 11, 1, 3, tzinfo=UTC),
        datetime(2026, 11, 2, tzinfo=UTC),
        datetime(2026, 11, 3, tzinfo=UTC),
    ):
        with clock.freeze(at):  # the third of them is October still in Guayaquil
            await deflections.solved_by(world.lucia.user, 'article', good.id, 'no imprime')
    with clock.freeze(datetime(2026, 11, 20, tzinfo=UTC)):
        found = await knowledge_report.report(world.marta.user)
    assert [one.title for one in found.unhelpful] == ['Reiniciar el router']
    assert found.spared == [(date(2026, 11, 1), 2), (date(2026, 10, 1), 1), (date(2025, 12, 1), 1)]
    with pytest.raises(NotAllowed):
        await knowledge_report.report(world.lucia.user)


async def test_the_desk_reads_at_once_what_a_customer_has_looked_for_in_vain(people: People) -> None:
    async with (
        people.window('marta@mesa.example', '/desk/articles') as desk,
        people.window('lucia@mirador.example', '/search') as customer,
    ):
        await desk.get_by_role('link', name='Qué falta').click()
        vain = desk.get_by_role('region', name='Búsquedas sin resultado')
        await expect(vain).to_be_visible()
        await customer.get_by_role('searchbox').last.fill('zeppelin')
        await expect(customer.get_by_text('No encontramos nada')).to_be_visible()
        await customer.keyboard.press('Enter')
        await expect(vain.get_by_text('zeppelin')).to_be_visible()
        await expect(vain).to_contain_text('1 vez')
        await visit(customer, f'{people.server.url}/search?q=zeppelin')
        await expect(vain).to_contain_text('2 veces')
