"""Texts of the desk: written, looked at, published, and read by those for whom they are."""

from datetime import timedelta

import pytest

from models import Article, ArticleVersion, AuditLog, Organization
from models.article import ArticleState
from models.audience import Reader
from services import clock
from services.clock import now
from services.knowledge import announcements, article_list, article_shelf, articles
from services.knowledge.announcements import Draft
from services.knowledge.articles import KNOWLEDGE, POLICIES
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.search import search, search_index
from tests.support.articles import filled, publishes, writes
from tests.support.world import Person, World


async def reads(person: Person | None, article: Article) -> bool:
    reader = Reader.of(person.user if person else None)
    listed = article.id in {one.id for one in await articles.listed(reader, (*KNOWLEDGE, *POLICIES))}
    try:
        found = (await articles.find(reader, article.slug)).state == ArticleState.PUBLISHED
    except NotFound:
        found = False
    kinds = await search.search(person.user if person else None, article.title, ['article'])
    is_in_search = any(hit.id == article.id for group in kinds for hit in group.hits)
    if not (person and person.user.is_staff):
        assert listed == found == is_in_search
    return listed


async def test_a_text_is_read_once_somebody_else_has_looked_at_it(world: World) -> None:
    article = await writes(world.marta, 'Reiniciar la impresora')
    assert not await reads(None, article)
    with pytest.raises(NotAllowed):
        await article_shelf.publish(world.diego.user, article.id, 1)  # nobody has said that it is ready
    await article_shelf.ask_review(world.marta.user, article.id)
    with pytest.raises(NotAllowed):
        await article_shelf.publish(world.marta.user, article.id, 1)  # her own
    await article_shelf.publish(world.diego.user, article.id, 1)
    assert await reads(None, article)
    assert await AuditLog.filter(action='article_published', subject=article.slug).exists()
    published = await Article.get(id=article.id)
    assert published.review_on is not None


async def test_readers_keep_what_was_published_while_it_is_written_anew(world: World) -> None:
    article = await publishes(world.ana, 'Conectar el lector', 'Versión uno.')
    await article_shelf.save(world.marta.user, filled('Conectar el lector', 'Versión dos.', base='1'), article.id)
    assert (await articles.find(Reader(), article.slug)).body == 'Versión uno.'
    with pytest.raises(Invalid):  # somebody has written meanwhile
        await article_shelf.save(world.diego.user, filled('Conectar el lector', 'Mía.', base='1'), article.id)
    with pytest.raises(Overtaken):  # she has read the first one
        await article_shelf.publish(world.ana.user, article.id, 1)
    await article_shelf.publish(world.ana.user, article.id, 2)
    assert (await articles.find(Reader(), article.slug)).body == 'Versión dos.'
    old = await ArticleVersion.get(article_id=article.id, version=1)
    assert old.body == 'Versión uno.'
    await article_shelf.retire(world.ana.user, article.id)
    assert not await reads(None, article)
    await article_shelf.publish(world.ana.user, article.id, 2)
    assert await reads(None, article)


async def test_the_list_has_what_was_changed_last_without_what_it_says(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_list, 'MOST', 2)
    old, article = await writes(world.marta, 'Vieja'), await writes(world.marta, 'Nueva')
    with clock.freeze(now() + timedelta(hours=1)):
        await article_shelf.save(world.marta.user, filled('Nueva', 'Otra.', base='1'), article.id)
        newest = await writes(world.marta, 'La última')
    found = await article_list.everything(world.marta.user)
    assert [(one.id, version.version) for one, version in found] == [(newest.id, 1), (article.id, 2)]
    assert old.id not in {one.id for one, _version in found}
    with pytest.raises(AttributeError):
        _said = found[0][1].body


@pytest.mark.rule('S3-8', 'S1-16')
async def test_a_text_is_found_by_its_readers_alone(world: World) -> None:
    mirador = await Organization.get(name='Hotel Mirador')
    await Organization.filter(name='Grupo Ondú').update(sector='Comercio')
    everybody = await publishes(world.ana, 'Impresora para todos')
    signed = await publishes(world.ana, 'Impresora de clientes', reach='signed_in')
    desk = await publishes(world.ana, 'Impresora interna', reach='staff')
    own = {f'audience.company-{mirador.id}': 'on'}
    company = await publishes(world.ana, 'Impresora del hotel', reach='chosen', **own)
    country = await publishes(world.ana, 'Impresora colombiana', reach='chosen', **{'audience.country-CO': 'on'})
    sector = await publishes(world.ana, 'Impresora de tienda', reach='chosen', **{'audience.sector-Comercio': 'on'})
    asked = (everybody, signed, desk, company, country, sector)
    for person, seen in (
        (None, [True, False, False, False, False, False]),
        (world.lucia, [True, True, False, True, False, False]),
        (world.elena, [True, True, False, False, True, True]),
        (world.marta, [True] * 6),
    ):
        assert [await reads(person, one) for one in asked] == seen


@pytest.mark.rule('S0-15')
async def test_policies_are_the_administrators_and_everybody_reads_them(world: World) -> None:
    for person in (world.marta, world.ana, world.lucia):
        with pytest.raises(NotAllowed):
            await writes(person, 'Políticas de atención', kind='policy')
    policy = await publishes(world.admin, 'Políticas de atención', 'Lunes a viernes.', kind='policy')
    assert [one.title for one in await articles.listed(Reader(), POLICIES)] == ['Políticas de atención']
    with pytest.raises(NotAllowed):
        await article_shelf.save(world.ana.user, filled('Otra', kind='knowledge', base='1'), policy.id)
    with pytest.raises(NotAllowed):
        await article_shelf.retire(world.ana.user, policy.id)
    values = filled('Políticas de atención', 'También los sábados.', kind='policy', base='1')
    await article_shelf.save(world.admin.user, values, policy.id)
    await article_shelf.publish(world.admin.user, policy.id, 2)
    assert (await articles.find(Reader(), policy.slug)).body == 'También los sábados.'


async def test_an_agent_does_not_widen_who_reads_a_published_text(world: World) -> None:
    article = await publishes(world.ana, 'Solo clientes', reach='signed_in')
    with pytest.raises(Invalid):
        await article_shelf.save(world.marta.user, filled('Solo clientes', base='1'), article.id)
    assert not await reads(None, article)
    await article_shelf.save(world.ana.user, filled('Solo clientes', base='1'), article.id)
    assert await reads(None, article)
    mirador = f'company-{world.lucia.user.organization_id}'
    own = {'reach': 'chosen', f'audience.{mirador}': 'on'}
    await article_shelf.save(world.ana.user, filled('Solo clientes', base='1', **own), article.id)
    line = await AuditLog.filter(action='article_saved').order_by('-id').first()
    assert line
    assert line.before == {'reach': 'everybody', 'words': []}
    assert (line.after['reach'], line.after['words']) == ('chosen', [mirador])


@pytest.mark.parametrize(
    ('more', 'field'),
    [
        ({'title': ' '}, 'title'),
        ({'title': 'a\nb'}, 'title'),
        ({'title': 'a' * 201}, 'title'),
        ({'body': ''}, 'body'),
        ({'body_en': 'a' * 50_001}, 'body_en'),
        ({'kind': 'download'}, 'kind'),
        ({'kind': 'x'}, 'kind'),
        ({'reach': ''}, 'reach'),
        ({'reach': 'chosen'}, 'reach'),
        ({'owner': '99999'}, 'owner'),
        ({'review_on': '2026-02-30'}, 'review_on'),
        ({'position': '-1'}, 'position'),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(world: World, more: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await article_shelf.save(world.ana.user, filled('Título') | more)
    assert list(refused.value.problems) == [field]
    assert not await Article.exists()


async def test_two_texts_of_one_title_have_addresses_of_their_own(world: World) -> None:
    slugs = [(await writes(world.marta, '¿Cómo? ¡Así!')).slug for _again in range(3)]
    assert slugs == ['como-asi', 'como-asi-2', 'como-asi-3']


@pytest.mark.rule('S3-8')
async def test_announcements_and_downloads_are_found_too_while_they_are_shown(world: World) -> None:
    draft = Draft('notice', 'Migración del servidor', 'Será el sábado.', now(), now() + timedelta(days=1))
    told = await announcements.save(world.marta.user, draft)
    for person in (None, world.lucia.user, world.marta.user):
        (group,) = await search.search(person, 'migracion', ['ticket', 'article', 'announcement'])
        assert [(hit.kind, hit.id) for hit in group.hits] == [('announcement', told.id)]
    with clock.freeze(now() + timedelta(days=2)):
        assert await search.search(None, 'migracion') == []
    await search_index.rebuild()
    assert await search.search(None, 'migracion') != []
    await announcements.delete(world.marta.user, told.id)
    assert await search.search(None, 'migracion') == []
