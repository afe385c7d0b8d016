"""An article from a solved ticket: its problem, cause and solution, and nothing that tells who it was about."""

import pytest

from models import Article, Ticket, User
from models.audience import Reader
from services.knowledge import article_shelf, article_source, articles, personal_data
from services.refusals import Invalid, NotAllowed, NotFound
from tests.support.articles import filled
from tests.support.world import World

SAID = (
    'Soy Lucía, de Hotel Mirador. Escríbeme a lucia.herrera@mirador.example o llama al +593 (4) 371-0215, ext. 12. '
    'La caja 10.20.30.40 da el error 1603 desde las 10:42 del 2026-11-20, como en MV-18.'
)


async def solved(world: World) -> Ticket:
    ticket = await world.lucia.opens('Caja de Lucía sin red', description=SAID)
    await world.marta.investigates(ticket, 'El cable del puerto 7 está roto.')
    await world.marta.resolves(ticket, 'Reiniciar.')
    await world.lucia.rejects(ticket)
    await world.marta.resolves(ticket, 'Marta Ruiz cambió el cable. Lucía lo probó.')
    return ticket


@pytest.mark.rule('S2-16')
async def test_problem_cause_and_solution_come_without_people(world: World) -> None:
    ticket = await solved(world)
    source, text = await article_source.draft(world.marta.user, ticket.number)
    assert source.id == ticket.id
    assert text['title'] == 'Caja de [persona] sin red'
    for heading in (
        '## Problema',
        '## Causa\n\nEl cable del puerto 7 está roto.',
        '## Solución\n\n[persona] cambió el',
    ):
        assert heading in text['body']
    for told in ('Lucía', 'Marta', 'Mirador', '@', '371', '10.20.30.40', 'MV-', 'Reiniciar.'):
        assert told not in text['body'], told
    for kept in ('error 1603', '10:42', '2026-11-20', 'ext. 12'):
        assert kept in text['body'], kept


@pytest.mark.rule('S2-16')
async def test_it_is_not_published_while_it_tells_somebody_and_is_found_afterwards(world: World) -> None:
    ticket = await solved(world)
    source, text = await article_source.draft(world.marta.user, ticket.number)
    article = await article_shelf.save(
        world.marta.user, filled(text['title'], text['body'] + ' Lo dijo LUCÍA.'), None, source
    )
    for verb in (
        article_shelf.ask_review(world.ana.user, article.id),
        article_shelf.publish(world.ana.user, article.id, 1),
    ):
        with pytest.raises(Invalid) as refused:
            await verb
        assert 'LUCÍA' in str(refused.value.text.params)
    await article_shelf.save(world.marta.user, filled(text['title'], text['body'], base='1'), article.id)
    await article_shelf.ask_review(world.marta.user, article.id)
    await article_shelf.publish(world.diego.user, article.id, 2)
    assert [one.id for one in await articles.of_tickets(Reader(), [ticket.id])] == [article.id]
    assert (await Article.get(id=article.id)).source_id == ticket.id


async def test_only_the_desk_writes_from_a_ticket_and_only_once_it_is_solved(world: World) -> None:
    ticket = await world.lucia.opens('Sin red')
    for person in (world.lucia, world.elena):
        with pytest.raises(NotAllowed):
            await article_source.draft(person.user, ticket.number)
    with pytest.raises(NotAllowed):
        await article_source.draft(world.marta.user, ticket.number)
    with pytest.raises(NotFound):
        await article_source.draft(world.marta.user, 'MV-999')


async def test_what_the_desk_itself_is_called_may_stand(world: World) -> None:
    known = ('sos@mesa.example', '04 371 0215')
    text = 'Llama al 04 371-0215 o escribe a sos@mesa.example, no a otro@mesa.example.'
    assert personal_data.left_in(text, (), known) == ['otro@mesa.example']


async def test_the_shortest_names_tell_somebody_too(world: World) -> None:
    await User.filter(id=world.lucia.user.id).update(full_name='Ana de la Paz')
    names = await personal_data.names_in(await world.lucia.opens('Sin red'))
    text = 'Ana y ANA piden la paz de la red; Paz, no.'
    assert personal_data.left_in(text, names) == ['Ana', 'ANA', 'Paz']
    assert personal_data.left_in('Luz pide luz; Ibm e IBM no', ['luz', 'IBM']) == ['Luz', 'luz', 'Ibm', 'IBM']
