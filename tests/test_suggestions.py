"""What is offered to somebody who writes a ticket, and what he needs no ticket for."""

import asyncio

import pytest

from models import Article, ArticleVote, CatalogItem, Deflection, Incident
from services import brakes, bus
from services.clock import now
from services.knowledge import article_votes, articles, deflections, suggestions
from services.refusals import NotFound, TooMany
from tests.support.articles import publishes
from tests.support.incidents import component, fails
from tests.support.world import Person, World


async def offered(person: Person, text: str) -> tuple[list[str], list[str]]:
    """The titles of articles and the subjects of tickets."""
    found = await suggestions.suggest(person.user, await CatalogItem.get(slug='printer'), text)
    return [one.title for one in found.articles], [one.subject for one in found.tickets]


async def test_articles_come_by_any_word_while_it_is_typed(world: World) -> None:
    await publishes(world.ana, 'Cambiar el tóner', 'Abre la tapa de la impresora y saca el cartucho gastado.')
    await publishes(world.ana, 'Conectar al WiFi', 'Elige la red y escribe la contraseña.')
    for text in ('ton', 'No imprime, tóner gastado', 'CARTUCHOS de la impresora', 'hola, necesito un toner ya'):
        assert await offered(world.lucia, text) == (['Cambiar el tóner'], []), text
    assert await offered(world.lucia, 'contrasena red') == (['Conectar al WiFi'], [])
    for text in ('to', '', 'hola necesito ayuda', 'tapa del piano roto'):
        assert await offered(world.lucia, text) == ([], []), text


async def test_a_title_counts_more_than_a_text(world: World) -> None:
    await publishes(world.ana, 'Mantenimiento', 'La impresora, la bandeja y otra vez la impresora y su bandeja.')
    await publishes(world.ana, 'Impresora sin papel', 'Llena el cajón.')
    assert (await offered(world.lucia, 'impresora bandeja'))[0] == ['Impresora sin papel', 'Mantenimiento']


async def test_the_open_tickets_of_the_company_come_last_and_no_others(world: World) -> None:
    await world.lucia.opens('El lector de tarjetas no responde')
    solved = await world.lucia.opens('Lector de tarjetas sucio')
    await world.marta.resolves(solved)
    await publishes(world.ana, 'Limpiar el lector de tarjetas')
    both = (['Limpiar el lector de tarjetas'], ['El lector de tarjetas no responde'])
    assert await offered(world.lucia, 'lector de tarjetas') == both
    assert await offered(world.ivan, 'lector de tarjetas') == both
    assert await offered(world.elena, 'lector de tarjetas') == (['Limpiar el lector de tarjetas'], [])


async def test_what_is_not_meant_for_somebody_is_not_offered(world: World) -> None:
    await publishes(world.ana, 'Tóner interno', reach='staff')
    await publishes(world.ana, 'Tóner en Colombia', reach='chosen', **{'audience.country-CO': 'on'})
    assert await offered(world.lucia, 'tóner') == ([], [])
    assert await offered(world.elena, 'tóner') == (['Tóner en Colombia'], [])


async def test_incidents_come_first_by_the_type_of_ticket_or_by_words_and_only_while_they_go_on(world: World) -> None:
    mail = await component('mail')
    incident = await fails(world.marta.user, mail)
    printer, quote = await CatalogItem.get(slug='printer'), await CatalogItem.get(slug='quote')
    await mail.items.add(printer)
    bus.publish(['catalog'])

    async def told(item: CatalogItem, text: str) -> list[int]:
        return [one.id for one in (await suggestions.suggest(world.lucia.user, item, text)).incidents]

    assert await told(printer, '') == [incident.id]
    assert await told(quote, '') == []
    assert await told(quote, 'No me llega el correo') == [incident.id]
    await Incident.filter(id=incident.id).update(reach='staff')
    bus.publish(['board'])
    assert await told(printer, 'correo') == []
    await Incident.filter(id=incident.id).update(reach='everybody', phase='resolved', ends_at=now())
    bus.publish(['board'])
    assert await told(printer, 'correo') == []


async def test_what_helped_is_counted(world: World) -> None:
    article = await publishes(world.ana, 'Cambiar el tóner')
    await deflections.solved_by(world.lucia.user, 'article', article.id, 'no imprime')
    assert (await Article.get(id=article.id)).used == 1
    counted = await Deflection.get()
    assert (counted.user_id, counted.words, counted.thing_id) == (world.lucia.user.id, 'no imprime', article.id)
    secret = await publishes(world.ana, 'Interno', reach='staff')
    for thing, number in (('article', secret.id), ('article', 9999), ('announcement', 9999), ('ticket', 1)):
        with pytest.raises(NotFound):
            await deflections.solved_by(world.lucia.user, thing, number, '')
    assert await Deflection.all().count() == 1


async def test_each_reader_has_one_vote_and_may_say_what_was_missing(world: World) -> None:
    article = await publishes(world.ana, 'Cambiar el tóner')
    await article_votes.vote(world.lucia.user, '', article, is_helpful=False, missing='¿Dónde está la tapa?')
    await article_votes.vote(None, 'visitor-1', article, is_helpful=True)
    await article_votes.vote(None, 'visitor-2', article, is_helpful=True)
    counted = await Article.get(id=article.id)
    assert (counted.helpful, counted.unhelpful) == (2, 1)
    assert [one.missing for one in await article_votes.missed(world.marta.user, article)] == ['¿Dónde está la tapa?']
    await article_votes.vote(world.lucia.user, '', article, is_helpful=True)
    counted = await Article.get(id=article.id)
    assert (counted.helpful, counted.unhelpful) == (3, 0)
    assert await article_votes.missed(world.marta.user, article) == []
    assert await article_votes.own(world.lucia.user, '', article) is True
    assert await article_votes.own(None, 'visitor-3', article) is None
    secret = await publishes(world.ana, 'Interno', reach='staff')
    with pytest.raises(NotFound):
        await article_votes.vote(world.lucia.user, '', secret, is_helpful=True)
    assert await ArticleVote.all().count() == 3


async def test_who_calls_himself_another_at_each_vote_is_braked_and_draws_no_text_anew(world: World) -> None:
    article, drawn, counted = await publishes(world.ana, 'Cambiar el tóner'), asyncio.Event(), asyncio.Event()
    unwatch = [bus.watch([articles.TOPIC], drawn.set), bus.watch([articles.votes_topic(article.id)], counted.set)]
    with pytest.raises(TooMany):
        for number in range(brakes.VOTE_ADDRESS.burst + 2):
            await article_votes.vote(None, f'browser-{number}', article, is_helpful=False, ip=f'2001:db8::{number}')
    await article_votes.vote(None, 'browser', article, is_helpful=True, ip='203.0.113.7')
    await article_votes.vote(world.lucia.user, '', article, is_helpful=True)
    async with asyncio.timeout(30):
        await counted.wait()
    assert not drawn.is_set()
    for end in unwatch:
        end()
