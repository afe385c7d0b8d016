"""A web page as a probe sees it: its status, a text in it, and how long its certificate is still good."""

import ssl
from datetime import timedelta
from typing import Any

import httpx

from services import outgoing
from services.clock import now
from services.language import N_, Text

HEADERS = {'User-Agent': 'MesaViva-Probe', 'Accept-Encoding': 'identity'}  # a page that unpacks itself fills memory
LONGEST = 1_000_000  # bytes in which the text is looked for


async def check_http(url: str, options: dict[str, Any]) -> Text | None:
    """What is wrong with a page, None if it is well.

    `options`: `status`, the one that is right, else any 2xx; `text`, which must be in it; `tls_days`, for how many days
    its certificate must be good. Redirects are followed, unless one is what is asked for.
    """
    wanted = options.get('status')
    follows = wanted is None or wanted // 100 != 3
    try:
        async with outgoing.client().stream('GET', url, headers=HEADERS, follow_redirects=follows) as answer:
            return (
                _status_problem(answer, wanted)
                or _certificate_problem(answer, options.get('tls_days', 0))
                or await _text_problem(answer, options.get('text', ''))
            )
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise ConnectionError(str(problem) or type(problem).__name__) from problem


def _status_problem(answer: httpx.Response, wanted: int | None) -> Text | None:
    is_right = answer.is_success if wanted is None else answer.status_code == wanted
    return None if is_right else N_('It answers with the status %(status)d', status=answer.status_code)


def _certificate_problem(answer: httpx.Response, days: int) -> Text | None:
    connection = answer.extensions['network_stream'].get_extra_info('ssl_object')
    if not days or connection is None:
        return None
    left = timedelta(seconds=ssl.cert_time_to_seconds(connection.getpeercert()['notAfter']) - now().timestamp())
    if left >= timedelta(days=days):
        return None
    return N_('Days that its certificate is still good: %(days)d', days=left.days)


async def _text_problem(answer: httpx.Response, text: str) -> Text | None:
    if not text:
        return None
    page = bytearray()
    async for part in answer.aiter_raw():
        page += part
        if len(page) >= LONGEST:
            break
    found = text in page.decode(answer.encoding or 'utf-8', 'replace')
    return None if found else N_('“%(text)s” is not in it', text=text)
