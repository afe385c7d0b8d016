"""Finding things by words and numbers, on both databases: what may be seen, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import Organization, Ticket, User, Watcher
from models.db.folding import fold
from services.search import search, search_document, search_index
from services.search.search_hits import LOOKED_AT
from services.search.search_words import Question, indexed, stem, words
from tests.support.world import Person, World


async def found(actor: Person | None, text: str, **options: object) -> list[str]:
    """The subjects and names that somebody finds, in their order."""
    groups = await search.search(actor.user if actor else None, text, **options)  # type: ignore[arg-type]
    return [''.join(piece for piece, _is_hit in hit.title) for group in groups for hit in group.hits]


async def shown(actor: Person, text: str) -> str:
    """Everything that the answer says."""
    return repr(await search.search(actor.user, text))


@pytest.mark.rule('S3-8')
async def test_accents_case_and_plurals_are_ignored(world: World) -> None:
    await world.lucia.opens('Las IMPRESORAS de Recepción', description='Conexión de los lápices ñandú')
    for text in (
        'impresora',
        'impresoras',
        'RECEPCION',
        'recepciones',
        'conexiones',
        'lapiz',
        'Ñandúes',
        'impre',
        'ñan',
    ):
        assert await found(world.lucia, text) == ['Las IMPRESORAS de Recepción'], text
    for text in ('presora', 'teclado', 'impresora teclado', 'i', '', '  '):
        assert await found(world.lucia, text) == [], text


@pytest.mark.rule('S3-8')
@pytest.mark.parametrize(
    'text', ['la impresora de la recepción', 'impresora on the recepción', 'a impresora da recepção']
)
def test_small_words_of_no_language_are_looked_for(text: str) -> None:
    assert [stem(word) for word in Question.of(text).words] in (['impresora', 'recepcion'], ['impresora', 'recepcao'])


@pytest.mark.rule('S3-8')
async def test_what_is_found_is_marked(world: World) -> None:
    await world.lucia.opens(
        'Atasco', description='<b>Hola</b>. ' + 'Nada que ver. ' * 30 + 'Los cartuchos <i>gotean</i>'
    )
    (group,) = await search.search(world.lucia.user, 'cartucho')
    (hit,) = group.hits
    assert [piece for piece, is_hit in hit.excerpt if is_hit] == ['cartuchos']
    assert len(''.join(piece for piece, _is_hit in hit.excerpt)) < 160


async def test_the_excerpt_does_not_read_through_all_that_was_said(world: World) -> None:
    ticket = await world.lucia.opens('Atasco', description='Nada. ' * (LOOKED_AT // 6))
    await world.lucia.comments(ticket, 'Los cartuchos gotean.')
    await world.marta.replies(ticket, 'Lo miro.')
    assert await found(world.lucia, 'gotean') == ['Atasco']
    assert 'gotean' not in await shown(world.lucia, 'gotean')


async def test_words_of_the_subject_and_of_any_line_find_the_ticket_together(world: World) -> None:
    ticket = await world.lucia.opens('Impresora de recepción')
    for number in range(20):
        await world.lucia.comments(ticket, f'Detalle {number}')
    await world.marta.replies(ticket, 'Pedimos el fusor')
    for text in ('impresora fusor', 'Lucía fusor', 'detalle 3 recepción'):
        assert await found(world.lucia, text) == ['Impresora de recepción'], text


@pytest.mark.rule('S3-8')
async def test_nobody_finds_what_he_may_not_see(world: World) -> None:
    ticket = await world.elena.opens('Nómina secreta')
    for stranger in (world.pablo, world.lucia, world.ivan, None):
        assert await found(stranger, 'nomina') == []
        assert await found(stranger, ticket.number) == []
    assert await found(world.marta, 'nomina') == ['Nómina secreta']
    shared = await world.lucia.opens('Router caído', copy_to='pablo@ondu.example')
    for insider in (world.lucia, world.ivan, world.pablo):
        assert await found(insider, 'router') == ['Router caído']
        assert await found(insider, shared.number) == ['Router caído']
    await Organization.filter(name='Hotel Mirador').update(shares_tickets=False)
    await Watcher.all().delete()
    assert [await found(one, 'router') for one in (world.lucia, world.ivan, world.pablo)] == [['Router caído'], [], []]


async def test_an_internal_note_is_found_by_the_desk_alone(world: World) -> None:
    ticket = await world.lucia.opens('Impresora', description='No imprime la zanahoria')
    await world.marta.notes(ticket, 'El cliente es un pepino con zanahoria')
    assert await found(world.marta, 'pepino') == ['Impresora']
    for text in ('pepino', 'pepi', 'impresora pepino', ticket.number, 'zanahoria'):
        assert 'pepino' not in await shown(world.lucia, text)
    assert await found(world.lucia, 'zanahoria pepino') == []
    assert await found(world.lucia, 'zanahoria') == ['Impresora']


async def test_a_reader_token_is_no_word(world: World) -> None:
    await world.lucia.opens('Impresora')
    for token in await search_index.reader_tokens(world.lucia.user):
        assert await found(world.marta, token) == []


@pytest.mark.rule('S2-9', 'S4-7')
async def test_a_number_in_any_writing_comes_first(world: World) -> None:
    ticket = await world.lucia.opens('La que se busca')
    await world.lucia.opens(f'Otra que nombra {ticket.number}')
    digits = ticket.number.removeprefix('MV-')
    for text in (
        ticket.number,
        ticket.number.lower(),
        digits,
        f' mv {digits} ',
        f'#{digits}',
        f'{digits[0]} {digits[1:]}',
    ):
        assert (await found(world.lucia, text))[0] == 'La que se busca', text
        assert (await found(world.marta, text))[0] == 'La que se busca', text
        assert await found(world.elena, text) == []


async def test_the_desk_finds_people_and_what_is_theirs(world: World) -> None:
    person = world.lucia.user
    await search_index.catch_up()
    await User.filter(id=person.id).update(phone='+593 4 371-0215')
    await search_index.write_person(person)
    ticket = await world.lucia.opens('Impresora')
    assert await found(world.marta, 'lucia herrera', kinds=['person']) == ['Lucía Herrera']
    for text in ('LUCIA@mirador.example', 'mirador herrera', '593437102'):
        assert await found(world.marta, text, kinds=['person']) == ['Lucía Herrera'], text
    assert await found(world.lucia, 'elena') == await found(world.lucia, 'herrera', kinds=['person']) == []
    await world.elena.opens('De Elena')
    assert await found(world.marta, '', kinds=['ticket'], owner=person.id) == [ticket.subject]
    assert await found(world.elena, '', kinds=['ticket'], owner=person.id) == []


async def test_pages_have_the_newest_first_and_nothing_twice(world: World) -> None:
    for number in range(7):
        await world.lucia.opens(f'Fila {number}')
    seen: list[str] = []
    after: int | None = None
    for _page in range(3):
        (group,) = await search.search(world.lucia.user, 'fila', ['ticket'], after, limit=3)
        seen += [''.join(piece for piece, _is_hit in hit.title) for hit in group.hits]
        after = group.next
    assert seen == [f'Fila {number}' for number in range(6, -1, -1)]
    assert after is None


@pytest.mark.parametrize(
    'text',
    ['\x00impresora', '🙂🙂', '‮impresora', '"impresora', "impresora' OR 1=1 --", 'acl : person1', 'NEAR(a b)',
     'a* AND (', '{x}:^y', '%', '&&|!<->:*', 'мир мира', '漢字', 'ß' * 3000,
     'x' * 20_000, 'palabra ' * 2_500, '\ud800\udfff'],
)  # fmt: skip
async def test_no_text_is_an_error(world: World, text: str) -> None:
    await world.lucia.opens('Impresora мира 漢字', description='palabra')
    for person in (world.lucia, world.marta):
        assert len(await found(person, text)) <= 1
    assert await found(None, text) == []


async def test_a_text_of_any_length_can_be_stored(world: World) -> None:
    ticket = await world.lucia.opens('Largo', description=' '.join(f'palabra{n}' for n in range(4_000)))
    for _line in range(4):
        await world.lucia.comments(ticket, ' '.join(f'{n:x}' for n in range(10_000, 18_000)))
    assert await found(world.lucia, 'largo') == ['Largo']


async def test_the_index_is_rebuilt_from_the_tables(world: World) -> None:
    await search_index.catch_up()
    ticket = await world.lucia.opens('Impresora', copy_to='pablo@ondu.example')
    for number in range(20):
        await world.lucia.comments(ticket, f'Detalle{number}')
    await world.marta.notes(ticket, 'pepino')
    asked = [(person, text) for person in (world.lucia, world.pablo, world.elena, world.marta)
             for text in ('impresora', 'detalle19', 'detalle2', 'pepino', 'herrera')]  # fmt: skip
    before = [await found(person, text) for person, text in asked]
    assert before.count(['Impresora']) > 5
    await search_index.rebuild()
    assert [await found(person, text) for person, text in asked] == before
    assert await search_index.catch_up() == 0


async def test_what_the_verbs_did_not_write_is_caught_up_with(world: World) -> None:
    ticket = await world.lucia.opens('Impresora')
    await search_index.rebuild()
    await Ticket.filter(id=ticket.id).update(subject='Teclado')
    await search_document.forget(0, 2**62)
    await world.lucia.comments(ticket, 'Con el índice vacío')
    assert await found(world.lucia, 'indice') == []
    assert await search_index.catch_up() > 1
    assert await found(world.lucia, 'indice teclado') == ['Teclado']


@given(st.from_regex(r'[a-zñáéíóú]{2,10}([aeiouáéó]|[rnldzjysx])', fullmatch=True))
def test_a_word_and_its_plural_have_one_stem(word: str) -> None:
    plural = word[:-1] + 'ces' if word.endswith('z') else word + ('s' if fold(word)[-1] in 'aeiou' else 'es')
    assert stem(fold(plural)) == stem(fold(word))


SPANISH = st.text('aeiouáéíóúñüzsnrlcmpt', min_size=2, max_size=7)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(SPANISH, min_size=1, max_size=4), min_size=1, max_size=3),
    st.lists(SPANISH, max_size=3),
    st.data(),
)
async def test_both_databases_find_what_python_says(
    world: World, texts: list[list[str]], others: list[str], data: st.DataObject
) -> None:
    subjects = [' '.join(some) for some in texts]
    tickets = [await world.lucia.opens(subject, description='.') for subject in subjects]
    asked = data.draw(
        st.lists(st.sampled_from([word for some in texts for word in some] + others), min_size=1, max_size=3)
    )
    text = ' '.join(asked)
    text = text[: data.draw(st.integers(2, len(text)))]
    ids = {hit.id for group in await search.search(world.lucia.user, text, ['ticket'], limit=500) for hit in group.hits}
    for ticket, subject in zip(tickets, subjects, strict=True):
        assert (ticket.id in ids) == _holds(f'{subject} {ticket.number} Lucía Herrera', text), (subject, text)


def _holds(subject: str, text: str) -> bool:
    """What the index promises, said in other words."""
    *known, last = Question.of(text).words or ('',)
    there = {form for word in words(subject) for form in (word, stem(word))}
    assert there == indexed([subject])
    is_begun = any(word.startswith(last) for word in there) or stem(last) in there
    return bool(last) and is_begun and all(stem(word) in there for word in known)
