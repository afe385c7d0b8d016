"""Answers outside the pages: static, without a NiceGUI client, the same bytes for everybody who reads the language."""

from fastapi import FastAPI
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services.env import env
from services.language import N_
from services.mail.mail_text import MailSettings
from services.refusals import NotFound
from services.settings import last, load
from webui.edge.static_files import asset
from webui.failures import report
from webui.i18n import locale_of

REFERENCES = 'mesa.references'  # under which the failures of this request are reported

WORDS = {
    400: (N_('This address is not ours'), N_('Open the desk by its own address.')),
    403: (N_('This came from somewhere else'), N_('Open the page again and send it from there.')),
    404: (N_('We could not find that'), N_('It does not exist, or it is not yours to see.')),
    405: (N_('That cannot be done here'), N_('Open the page again and try from there.')),
    413: (N_('That is too large'), N_('Send less at once.')),
    415: (N_('That cannot be read'), N_('Open the page again and send it from there.')),
    429: (N_('Too many pages at once'), N_('Wait a few seconds and load the page again.')),
    500: (N_('Something went wrong'), N_('We were told. Try again in a moment.')),
}

PAGE = Markup("""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{styles}</head>
<body class="error-page{theme}">
<main>
<h1>{title}</h1>
<p>{text}</p>
{reference}{fallback}<p><a class="button button-primary" href="{home}">{back}</a></p>
</main>
</body>
</html>
""")
STYLES = ('css/tokens.css', 'css/base.css', 'css/components.css')
STYLE = Markup('<link rel="stylesheet" href="{}">\n')
FALLBACK = Markup('<p>{0} <a href="mailto:{1}">{1}</a></p>\n')
REFERENCE = Markup('<p>{}</p>\n')


def error_page(request: Request, status: int, reference: str = '') -> Response:
    """The page for an HTTP status, in the reader's language. Nothing of the request or of an exception stands in it."""
    language = locale_of(request, None).language
    title, text = WORDS[status]
    told = N_('Reference: %(reference)s', reference=reference).into(language) if reference else ''
    mail = last(MailSettings).fallback_mail
    html = PAGE.format(
        language=language,
        theme=' body--dark' if request.url.path.startswith('/kiosk') else '',
        title=title.into(language),
        text=text.into(language),
        styles=Markup().join(STYLE.format(address) for address in _styles()),
        reference=REFERENCE.format(told) if told else '',
        fallback=FALLBACK.format(N_('Any questions? Write to').into(language), mail) if mail else '',
        home=env().base_url if status == 400 else '/',
        back=N_('Back to the start').into(language),
    )
    return HTMLResponse(html, status)


def failure_page(request: Request, problem: Exception) -> Response:
    """The page for what should not have happened: a reference, under which the log has the rest."""
    reference = report(problem)
    request.scope.get(REFERENCES, []).append(reference)
    return error_page(request, 500, reference)


def answer_errors(app: FastAPI) -> None:
    """Let `app` answer what does not exist, cannot be read and went wrong with our own pages."""

    async def told(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        if problem.status_code not in WORDS:
            return await http_exception_handler(request, problem)
        page = error_page(request, problem.status_code)
        page.headers.update(problem.headers or {})
        return page

    async def not_found(request: Request, _problem: Exception) -> Response:
        await load(MailSettings)  # so that this page and those after a failure know where to write
        return error_page(request, 404)

    async def failed(request: Request, problem: Exception) -> Response:
        return failure_page(request, problem)

    app.add_exception_handler(HTTPException, told)
    app.add_exception_handler(404, not_found)  # NiceGUI has one of its own for this number
    app.add_exception_handler(NotFound, not_found)
    app.add_exception_handler(RequestValidationError, not_found)  # an address that cannot be one of ours
    app.add_exception_handler(Exception, failed)


def _styles() -> list[str]:
    return [asset(path) for path in STYLES]
