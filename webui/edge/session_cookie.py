"""The cookie that holds a session's token: HttpOnly, SameSite=Lax, and `__Host-` with TLS (OWASP ASVS 5.0, 3.3)."""

from nicegui import Client
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

from services.accounts.sessions import ABSOLUTE_END
from services.env import env

_SIGNED_IN = 'mesa.signed_in'


def cookie_name() -> str:
    """`__Host-mesa`, which no neighbouring host can set; `mesa` where there is no TLS."""
    return '__Host-mesa' if env().is_https else 'mesa'


def token_of(scope: Scope) -> str | None:
    """The session token that a request or socket brought."""
    return HTTPConnection(scope).cookies.get(cookie_name()) or None


def token_of_client(client: Client) -> str | None:
    """The session token with which the page was asked for."""
    return client.request.cookies.get(cookie_name()) or None


def note_viewer(scope: Scope, *, signed_in: bool) -> None:
    """Keep whether the page that this request asked for was built for somebody signed in; the first answer counts."""
    scope.setdefault(_SIGNED_IN, signed_in)


def was_signed_in(scope: Scope) -> bool:
    """Whether the page was built for somebody signed in."""
    return bool(scope.get(_SIGNED_IN))


def set_cookie(response: Response, name: str, value: str, seconds: int, path: str = '/') -> None:
    """Set a cookie that no script reads and no other site sends along with a post."""
    response.set_cookie(name, value, max_age=seconds, path=path, secure=env().is_https, httponly=True, samesite='lax')


def drop_cookie(response: Response, name: str, path: str = '/') -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path=path, secure=env().is_https, httponly=True, samesite='lax')


def carry_session(response: Response, token: str) -> None:
    """Give the browser its session; its end is the database's business."""
    set_cookie(response, cookie_name(), token, int(ABSOLUTE_END.total_seconds()))
