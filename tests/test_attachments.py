"""Files: kept as they came, shown to whom their line is shown, and never run (S0-21)."""

import errno
import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from models import Attachment
from models.db.transaction import transaction
from services import env
from services.clock import freeze, now
from services.refusals import Invalid, NotFound
from services.tickets import attachments
from services.tickets.attachments import NoRoom, TooLarge, mime_of, shown_name
from tests.support.passwords import PASSWORD
from tests.support.visitor import Visitor
from tests.support.world import Person, World
from webui.edge.uploads import disposition

PNG = b'\x89PNG\r\n\x1a\n' + b'\0' * 30


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv('MESA_DATA_DIR', str(tmp_path))
    monkeypatch.setenv('MESA_MAX_UPLOAD_MB', '1')
    env.env.cache_clear()
    yield tmp_path / 'uploads'
    env.env.cache_clear()


async def pieces(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def sends(
    person: Person, content: bytes = b'hola', name: str = 'informe ñ.pdf', form: str = 'new:1'
) -> Attachment:
    return await attachments.store(person.user, form, name, pieces(content))


async def exists_for(person: Person, file: Attachment) -> bool:
    try:
        return (await attachments.find(person.user, file.id)).id == file.id
    except NotFound:
        return False


def on_disk(uploads: Path) -> list[str]:
    return sorted(path.name for path in uploads.iterdir()) if uploads.is_dir() else []


@pytest.mark.rule('S0-21')
@pytest.mark.parametrize('name', ['a.png', 'b.pdf', 'c.log', 'd.zip', 'sin extensión', 'año nuevo ñandú.docx', 'x.exe'])
async def test_any_file_comes_back_as_it_came(world: World, uploads: Path, name: str) -> None:
    content = bytes(range(256)) * 50
    file = await sends(world.lucia, content, name)
    assert (file.name, file.size, file.sha256) == (name, 12_800, hashlib.sha256(content).hexdigest())
    assert attachments.file_of(file).read_bytes() == content
    assert name not in file.path


async def test_a_file_follows_the_line_it_was_sent_with(world: World) -> None:
    ticket = await world.lucia.opens('No imprime', form_key='new:7')
    waiting = await sends(world.lucia, form='ticket:1:reply')
    assert await exists_for(world.lucia, waiting)
    for other in (world.ivan, world.elena, world.marta):
        assert not await exists_for(other, waiting)
    entry = await ticket.entries.order_by('seq').first()
    assert entry
    async with transaction():
        assert await attachments.claim(world.elena.user, 'ticket:1:reply', entry) == 0
        assert await attachments.claim(world.lucia.user, 'ticket:1:reply', entry) == 1
    for person, sees in ((world.lucia, True), (world.ivan, True), (world.elena, False), (world.marta, True)):
        assert await exists_for(person, waiting) is sees
    with pytest.raises(NotFound):
        await attachments.discard(world.lucia.user, waiting.id)


async def test_files_of_internal_notes_are_for_staff(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await world.marta.takes(ticket)
    await world.marta.notes(ticket)
    note = await ticket.entries.order_by('-seq').first()
    assert note
    file = await sends(world.marta)
    await attachments.claim(world.marta.user, 'new:1', note)
    assert await exists_for(world.diego, file)
    assert not await exists_for(world.lucia, file)


async def test_limits_of_size_and_number(world: World, uploads: Path) -> None:
    await sends(world.lucia, b'x' * 1_048_576)
    with pytest.raises(TooLarge):
        await sends(world.lucia, b'x' * 1_048_577)
    assert len(on_disk(uploads)) == 1
    for _ in range(attachments.UNSENT_IN_FORM - 1):
        await sends(world.lucia)
    with pytest.raises(Invalid):
        await sends(world.lucia)
    assert await sends(world.lucia, form='new:2')
    assert await sends(world.ivan)


async def test_a_full_disk_is_told_and_leaves_nothing(
    world: World, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, 'No space left on device')

    monkeypatch.setattr(attachments, '_append', full)
    with pytest.raises(NoRoom):
        await sends(world.lucia)
    assert on_disk(uploads) == []
    assert await Attachment.all().count() == 0


async def test_what_is_never_sent_is_swept(world: World, uploads: Path) -> None:
    old, sent = await sends(world.lucia), await sends(world.lucia, form='new:2')
    ticket = await world.lucia.opens('No imprime')
    entry = await ticket.entries.order_by('seq').first()
    assert entry
    await attachments.claim(world.lucia.user, 'new:2', entry)
    (uploads / 'left-by-a-crash').write_bytes(b'x')
    await attachments.sweep()
    assert len(on_disk(uploads)) == 3
    with freeze(now() + timedelta(hours=2)):
        await attachments.sweep()
    assert on_disk(uploads) == sorted((old.path, sent.path))
    with freeze(now() + timedelta(hours=25)):
        await attachments.sweep()
    assert on_disk(uploads) == [sent.path]


async def test_ones_own_unsent_file_can_be_taken_back(world: World, uploads: Path) -> None:
    file = await sends(world.lucia)
    with pytest.raises(NotFound):
        await attachments.discard(world.ivan.user, file.id)
    await attachments.discard(world.lucia.user, file.id)
    assert on_disk(uploads) == []


@pytest.mark.parametrize(
    ('given', 'shown'),
    [
        ('../../etc/passwd', 'passwd'),
        ('C:\\Users\\x\\foto.png', 'foto.png'),
        ('a\r\nSet-Cookie: x.txt', 'aSet-Cookie: x.txt'),
        ('informe\u202egpj.exe', 'informegpj.exe'),
        ('a\u061c1.txt', 'a1.txt'),
        ('..', 'file'),
        ('', 'file'),
        ('/', 'file'),
        ('<img src=x>.png', '<img src=x>.png'),
        ('x' * 300 + '.pdf', ('x' * 300 + '.pdf')[-255:]),
    ],
)
def test_the_name_is_data(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    header = disposition('attachment', shown_name(given))
    assert header.isascii()
    assert not set('\r\n\\/<>') & set(header)


@pytest.mark.parametrize(
    ('head', 'mime'),
    [
        (PNG, 'image/png'),
        (b'\xff\xd8\xff\xe0', 'image/jpeg'),
        (b'GIF89a', 'image/gif'),
        (b'RIFF\0\0\0\0WEBP', 'image/webp'),
        (b'<svg xmlns=', 'application/octet-stream'),
        (b'<html>', 'application/octet-stream'),
        (b'%PDF-1.7', 'application/octet-stream'),
        (b'', 'application/octet-stream'),
    ],
)
def test_the_type_is_told_by_content(head: bytes, mime: str) -> None:
    assert mime_of(head) == mime


class TestOverHttp:
    @pytest.mark.rule('S0-21')
    async def test_up_and_down(self, visitor: Visitor) -> None:
        await visitor.sign_in('lucia', PASSWORD)
        name = 'año "nuevo"/😀 <b>.svg'
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        told = {'X-File-Name': quote(name), 'Content-Type': 'image/png', 'Origin': visitor.server.url}
        answer = await visitor.post('/attachments?form=new:1', content=svg, headers=told)
        assert answer.status_code == 201
        assert answer.json()['size'] == len(svg)
        for inline in ('', '?inline=1'):
            down = await visitor.get(f'/attachments/{answer.json()["id"]}{inline}')
            assert down.content == svg
            assert down.headers['content-disposition'].startswith('attachment;')
            assert f"filename*=UTF-8''{quote('😀 <b>.svg', safe='')}" in down.headers['content-disposition']
            assert down.headers['content-type'] == 'application/octet-stream'
            assert down.headers['content-security-policy'].startswith('sandbox')
            assert down.headers['x-content-type-options'] == 'nosniff'
            assert down.headers['cache-control'] == 'no-store'

    async def test_only_images_are_shown_inline(self, visitor: Visitor) -> None:
        await visitor.sign_in('lucia', PASSWORD)
        answer = await visitor.post('/attachments?form=new:1', content=PNG, headers={'X-File-Name': 'x.txt'})
        shown = await visitor.get(f'/attachments/{answer.json()["id"]}?inline=1')
        assert shown.headers['content-disposition'].startswith('inline;')
        assert shown.headers['content-type'] == 'image/png'

    async def test_an_upload_is_cut_while_it_comes_in(self, visitor: Visitor) -> None:
        await visitor.sign_in('lucia', PASSWORD)

        async def huge() -> AsyncIterator[bytes]:
            for _ in range(40):
                yield b'x' * 1_000_000

        answer = await visitor.post('/attachments?form=new:9', content=huge(), headers={'X-File-Name': 'x'})
        assert answer.status_code == 413
        assert '25' in answer.json()['problem']

    @pytest.mark.parametrize('number', ['1' + '0' * 30, '-1', '1e5', '%00', '0x1', '²', '99999', '1.0', 'a', '1%2f2'])
    async def test_what_is_not_there_and_what_is_not_yours_are_the_same(self, visitor: Visitor, number: str) -> None:
        async with Visitor(visitor.server) as marta:
            await marta.sign_in('marta', PASSWORD)
            file = await marta.post('/attachments?form=x', content=b'x', headers={'X-File-Name': 'x'})
            await visitor.sign_in('lucia', PASSWORD)
            foreign = await visitor.get(f'/attachments/{file.json()["id"]}')
            missing = await visitor.get(f'/attachments/{number}')
            assert foreign.status_code == missing.status_code == 404
            assert foreign.content == missing.content
            assert (await visitor.delete(f'/attachments/{file.json()["id"]}')).status_code == 404
            assert (await marta.delete(f'/attachments/{file.json()["id"]}')).status_code == 204

    async def test_a_stranger_is_led_to_the_door_and_sends_nothing(self, visitor: Visitor) -> None:
        down = await visitor.get('/attachments/1')
        assert (down.status_code, down.headers['location']) == (303, '/login?next=%2Fattachments%2F1')
        assert (await visitor.post('/attachments?form=x', content=b'x')).status_code == 401
        assert (await visitor.delete('/attachments/1')).status_code == 401
        for form in ('', 'x' * 90, '../x', 'ñ'):
            assert (await visitor.post('/attachments', params={'form': form}, content=b'x')).status_code == 400
