"""The files of the downloads: always a download, with the digest of its bytes."""

from base64 import b64encode

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.audience import Reach, Reader
from services.knowledge import downloads
from services.plain_text import is_id
from services.refusals import NotFound
from webui.edge.uploads import file_answer
from webui.shell.gates import free_viewer_of

KEPT = 'public, max-age=3600'  # a version never changes, but it may be taken away

router = APIRouter()


@router.get('/downloads/{identifier}')
async def download(request: Request, identifier: str) -> Response:
    """One version. Its digest is told as RFC 9530 has it; what everybody may load, caches may keep for an hour."""
    if not is_id(identifier):
        raise NotFound
    reader = Reader.of(await free_viewer_of(request))
    found, reach = await downloads.find_file(reader, int(identifier))
    answer = file_answer(found, inline='')
    answer.headers['Repr-Digest'] = f'sha-256=:{b64encode(bytes.fromhex(found.sha256)).decode()}:'
    if reach == Reach.EVERYBODY:
        answer.headers['Cache-Control'] = KEPT
    return answer
