"""Addresses for those who run the desk."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from services.doctor import database_answers

router = APIRouter()


@router.get('/healthz')
async def healthz() -> PlainTextResponse:
    """The process is up."""
    return PlainTextResponse('ok\n')


@router.get('/readyz')
async def readyz() -> PlainTextResponse:
    """The database answers and all migrations are applied; 503 otherwise."""
    ready = await database_answers()
    return PlainTextResponse('ok\n' if ready else 'not ready\n', 200 if ready else 503)
