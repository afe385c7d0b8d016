"""`/push/{token}`: where a job, or a machine that nobody can reach, tells that it is well."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse

from services.probes import probe_push
from services.refusals import NotFound, TooMany

router = APIRouter()


@router.post('/push/{token}')
async def push(request: Request, token: str, status: str = 'ok', text: str = '') -> PlainTextResponse:
    """`curl -X POST …/push/TOKEN` says that all is well, `?status=fail&text=disk+full` that it is not."""
    peer = request.client.host if request.client else ''
    try:
        await probe_push.beat(token, peer, ok=status == 'ok', why=text)
    except NotFound:
        return PlainTextResponse('unknown\n', 404)
    except TooMany:
        return PlainTextResponse('too many\n', 429)
    return PlainTextResponse('ok\n')
