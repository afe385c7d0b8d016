"""People from a file: what would happen is shown line by line and writes nothing; then exactly that happens."""

import asyncio

import pytest

from models import AuditLog, Organization, User
from models.user import UserRole
from services import bus
from services.clock import now
from services.people import people_import, people_table
from services.people.people_import import Kind, Plan
from services.refusals import Invalid, NotAllowed
from services.search import search, search_index
from tests.bench.statements import collected
from tests.support.world import World

FILE = """Correo;Nombre;Apellidos;Teléfono;Empresa;Idioma;Notas
nora@mirador.example;Nora;Ñandú;+593 4 555 0199;;Português;VIP
lucia@mirador.example;Lucía Herrera;;+57 (6) 313 4485;hotel mirador;;
ivan@mirador.example;;;;;;

no es un correo;Pepe;;;;;
NORA@mirador.example;Nora;;;;;
marta@mesa.example;Marta;;;;;
sin.nombre@x.example;;;;;;
a@x.example;Ana;;llámame;;;
b@x.example;Berta;;;Empresa Nueva;;
"""


@pytest.fixture
async def hotel(world: World) -> World:
    """The same world; the hotel has its domain."""
    await Organization.filter(name='Hotel Mirador').update(domains=['mirador.example'])
    return world


def _told(plan: Plan) -> list[tuple[int, str, str]]:
    return [(one.line, one.kind.value, one.reason.msgid if one.reason else '') for one in plan.outcomes]


async def test_what_would_happen_is_told_line_by_line_and_nothing_is_written(hotel: World) -> None:
    before = await User.all().order_by('id').values()
    plan = await people_import.plan(hotel.admin.user, FILE.encode())
    assert _told(plan) == [
        (2, 'new', ''),
        (3, 'changed', ''),
        (4, 'unchanged', ''),
        (6, 'refused', '“%(address)s” is not a mail address.'),
        (7, 'refused', 'The same address stands in line %(number)d already.'),
        (8, 'refused', 'This person is of the desk: change it by hand.'),
        (9, 'refused', 'The name is missing.'),
        (10, 'refused', 'Write a phone number, such as +57 (6) 3134484'),
        (11, 'refused', 'There is no company “%(name)s”: create it first.'),
    ]
    assert plan.outcomes[0].changes == {
        'full_name': ('', 'Nora Ñandú'),
        'phone': ('', '+593 4 555 0199'),
        'company': ('', 'Hotel Mirador'),
        'language': ('', 'pt'),
    }
    assert list(plan.outcomes[1].changes) == ['phone']
    assert plan.ignored == ['Notas']
    assert await User.all().order_by('id').values() == before
    assert not await AuditLog.exists()


@pytest.mark.rule('S0-18')
async def test_then_exactly_that_happens_at_once(hotel: World) -> None:
    admin = hotel.admin.user
    plan = await people_import.plan(admin, FILE.encode())
    done = await people_import.run(admin, FILE.encode(), plan, 'gente.csv')
    assert done == plan
    nora = await User.get(email='nora@mirador.example').select_related('organization')
    assert (nora.full_name, nora.language, nora.role) == ('Nora Ñandú', 'pt', UserRole.CUSTOMER)
    assert nora.organization
    assert (nora.organization.name, nora.password_hash, nora.verified_at) == ('Hotel Mirador', None, None)
    assert (await User.get(id=hotel.lucia.user.id)).phone == '+57 (6) 313 4485'
    assert await User.all().count() == 9
    entry = await AuditLog.get()
    assert (entry.action, entry.subject) == ('people_imported', 'gente.csv')
    assert {kind: entry.after[kind] for kind in Kind} == {'new': 1, 'changed': 1, 'unchanged': 1, 'refused': 6}
    (group,) = await search.search(hotel.marta.user, 'nandu', ('person',))
    assert [hit.id for hit in group.hits] == [nora.id]
    with pytest.raises(NotAllowed):  # it is not what was shown any more
        await people_import.run(admin, FILE.encode(), plan, 'gente.csv')
    again = await people_import.plan(admin, FILE.encode())
    assert [again.counts[kind] for kind in Kind] == [0, 0, 3, 6]


async def test_both_companies_hear_of_who_moves(world: World) -> None:
    admin, lucia, ondu = world.admin.user, world.lucia.user, world.elena.user.organization_id
    await search_index.catch_up()
    raw = b'correo;empresa\nlucia@mirador.example;Grupo Ond\xc3\xba\n'
    heard: set[str] = set()
    for topic in (f'person:{lucia.id}', f'company:{lucia.organization_id}', f'company:{ondu}'):
        bus.watch([topic], lambda topic=topic: heard.add(topic))  # type: ignore[misc]
    await people_import.run(admin, raw, await people_import.plan(admin, raw), 'gente.csv')
    assert heard == {f'person:{lucia.id}', f'company:{lucia.organization_id}', f'company:{ondu}'}
    assert (await User.get(id=lucia.id)).organization_id == ondu
    (group,) = await search.search(world.marta.user, 'lucia ondu', ('person',))
    assert [hit.id for hit in group.hits] == [lucia.id]


async def test_many_are_written_with_few_statements(world: World) -> None:
    people = [User(email=f'p{n}@x.example', full_name='Ya', created_at=now()) for n in range(people_import.AT_ONCE)]
    await User.bulk_create(people)
    lines = [f'{kind}{n}@x.example,Persona {n}' for n in range(len(people)) for kind in 'pq']
    raw = '\n'.join(['correo,nombre', *lines]).encode()
    plan = await people_import.plan(world.admin.user, raw)
    assert (plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]) == (len(people), len(people))
    with collected() as statements:
        await people_import.run(world.admin.user, raw, plan, 'x.csv')
    assert len(statements) < 100
    assert await User.filter(full_name='Persona 7').count() == 2


async def test_a_line_that_cannot_be_written_leaves_nothing(world: World) -> None:
    admin, raw = world.admin.user, b'correo,nombre\nx1@x.example,Uno\nx2@x.example,Dos\n'
    plan = await people_import.plan(admin, raw)
    await User.create(email='x2@x.example', full_name='Ya', created_at=now())
    with pytest.raises(NotAllowed):
        await people_import.run(admin, raw, plan, 'x.csv')
    assert not await User.filter(email='x1@x.example').exists()


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'cp1252'])
@pytest.mark.parametrize('separator', [';', ',', '\t'])
def test_any_spreadsheet_is_read(encoding: str, separator: str) -> None:
    rows = [['E-MAIL', 'Nome  completo', 'Telefone'], ['ñ@x.example', '"Muñoz; Ana, ""la\nJefa"""', '+57 (6) 1']]
    text = '\r\n'.join(separator.join(row) for row in rows)
    (line,) = people_table.read(text.encode(encoding)).lines
    assert (line.number, line.cells['email']) == (2, 'ñ@x.example')
    assert line.cells['full_name'] == 'Muñoz; Ana, "la\nJefa"'


@pytest.mark.parametrize(
    ('raw', 'words'),
    [
        (b'', 'There is nobody in this file.'),
        (b'correo;nombre\n', 'There is nobody in this file.'),
        (b'nombre;empresa\nAna;X\n', 'The first line has to name'),
        (b'correo;mail\na@x.example;b\n', 'Two columns mean the same.'),
        (b'correo;nombre\na@x.example;"Ana\n', 'Line %(number)d cannot be read'),
        (b'\x00\x01\x02', 'This is not a text file.'),
        (b'correo\n' + b'a@x.example\n' * 20_001, 'At most %(most)d people'),
        (b'x' * 5_000_001, 'At most %(size)d MB fit.'),
    ],
)
def test_what_is_no_file_of_people_is_refused_as_a_whole(raw: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        people_table.read(raw)
    assert refused.value.problems['file'].msgid.startswith(words)


async def test_the_desk_goes_on_while_a_long_file_is_read_and_written(world: World) -> None:
    lines = 20_000
    raw = '\n'.join(['correo,nombre', *(f'p{n}@mirador.example,Persona {n}' for n in range(lines))]).encode()
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(others())
    plan = await people_import.plan(world.admin.user, raw)
    task.cancel()
    assert plan.counts[Kind.NEW] == lines
    assert turns > lines / people_import.AT_ONCE


async def test_only_an_admin_imports_people(world: World) -> None:
    plan = await people_import.plan(world.admin.user, FILE.encode())
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await people_import.plan(person.user, FILE.encode())
        with pytest.raises(NotAllowed):
            await people_import.run(person.user, FILE.encode(), plan, 'x.csv')
    assert await User.all().count() == 8
