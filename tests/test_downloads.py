"""Recommended downloads: whose they are, their versions and digests, and what becomes of their files."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import pytest

from models import Article, Attachment, AuditLog, DownloadFile
from models.audience import Reader
from services.knowledge import downloads
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.tickets import attachments
from tests.support.world import Person, World

TEXT = {'title': 'Asistencia remota', 'summary': 'Para que veamos tu pantalla', 'reach': 'everybody'}
FIRST, SECOND = b'MZ uno', b'MZ dos \x00'


async def waits(person: Person, content: bytes = FIRST, name: str = 'ayuda ñ.exe') -> str:
    async def chunks() -> AsyncIterator[bytes]:
        yield content

    key = str(uuid4())
    await attachments.store(person.user, key, name, chunks())
    return key


async def offered(person: Person | None = None) -> Sequence[str]:
    return [one.article.title for one in await downloads.shelf(Reader.of(person.user if person else None))]


@pytest.mark.rule('S3-5')
async def test_a_download_is_offered_with_its_first_file_and_then_with_the_newest(world: World) -> None:
    row = await downloads.save(world.marta.user, TEXT)
    assert await offered() == []
    for content, label in ((FIRST, '1.0'), (SECOND, '2.0')):
        await downloads.add_version(world.marta.user, row.id, label, await waits(world.marta, content))
    [shown] = await downloads.shelf(Reader())
    assert [file.label for file in shown.files] == ['2.0', '1.0']
    newest = shown.files[0]
    assert (newest.name, newest.size, newest.sha256) == (
        'ayuda ñ.exe',
        len(SECOND),
        hashlib.sha256(SECOND).hexdigest(),
    )
    assert attachments.file_of(newest).read_bytes() == SECOND
    await attachments.sweep()
    assert not await Attachment.exists()
    found, _reach = await downloads.find_file(Reader(), newest.id)
    assert attachments.file_of(found).is_file()
    assert (await Article.get(id=row.id)).version == 2


async def test_a_version_and_a_download_go_with_their_files(world: World) -> None:
    row = await downloads.save(world.marta.user, TEXT)
    for content in (FIRST, SECOND):
        await downloads.add_version(world.marta.user, row.id, '', await waits(world.marta, content))
    [shown] = await downloads.shelf(Reader())
    paths = [attachments.file_of(file) for file in shown.files]
    await downloads.remove_version(world.diego.user, shown.files[0].id)
    assert [path.exists() for path in paths] == [False, True]
    assert [file.label for one in await downloads.shelf(Reader()) for file in one.files] == ['']
    await downloads.delete(world.diego.user, row.id)
    assert not any(path.exists() for path in paths)
    assert not await Article.exists()
    assert not await DownloadFile.exists()
    actions = [entry.action for entry in await AuditLog.all().order_by('id')]
    assert actions == [
        'download_saved',
        'download_version_added',
        'download_version_added',
        'download_version_removed',
        'download_deleted',
    ]


@pytest.mark.rule('S1-16')
async def test_a_file_is_loaded_by_those_it_is_meant_for_and_exists_for_nobody_else(world: World) -> None:
    row = await downloads.save(world.marta.user, TEXT | {'reach': 'chosen', 'audience.country-EC': 'on'})
    await downloads.add_version(world.marta.user, row.id, '1', await waits(world.marta))
    [mine] = await downloads.shelf(Reader.of(world.lucia.user))
    assert (await offered(world.elena), await offered()) == ([], [])
    await downloads.find_file(Reader.of(world.lucia.user), mine.files[0].id)
    for stranger in (Reader.of(world.elena.user), Reader()):
        with pytest.raises(NotFound):
            await downloads.find_file(stranger, mine.files[0].id)
    await downloads.save(world.marta.user, TEXT | {'reach': 'staff'}, row.id)
    assert await offered(world.lucia) == []
    assert await offered(world.diego) == [TEXT['title']]
    with pytest.raises(Overtaken):
        await downloads.save(world.diego.user, TEXT, row.id, row.updated_at)
    kept = await Article.get(id=row.id)
    await downloads.save(world.diego.user, TEXT, row.id, kept.updated_at)


async def test_only_the_desk_keeps_them_and_wrong_ones_are_refused(world: World) -> None:
    row = await downloads.save(world.marta.user, TEXT)
    key = await waits(world.lucia)
    await downloads.add_version(world.marta.user, row.id, '1', await waits(world.marta))
    file = await DownloadFile.get()
    for stranger in (world.lucia.user, None):
        for attempt in (
            downloads.save(stranger, TEXT),
            downloads.add_version(stranger, row.id, '1', key),
            downloads.remove_version(stranger, file.id),
            downloads.delete(stranger, row.id),
        ):
            with pytest.raises(NotAllowed):
                await attempt
    with pytest.raises(Invalid) as invalid:
        await downloads.save(world.marta.user, {'title': ' ', 'reach': 'nobody', 'position': 'x', 'title_en': 'a\nb'})
    assert set(invalid.value.problems) == {'title', 'reach', 'position', 'title_en'}
    for label, form_key, field in (('1', key, 'file'), ('x' * 41, key, 'label')):  # the file of somebody else
        with pytest.raises(Invalid) as invalid:
            await downloads.add_version(world.marta.user, row.id, label, form_key)
        assert set(invalid.value.problems) == {field}
    with pytest.raises(NotFound):
        await downloads.add_version(world.marta.user, 999, '1', await waits(world.marta))
    assert await DownloadFile.all().count() == 1
