"""Event handlers that answer a refusal with words."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

from nicegui import ui

from services.language import N_, Text
from services.refusals import Refused, SignedOut
from webui.elements import notify
from webui.failures import report
from webui.i18n import _

P = ParamSpec('P')


def failed(problem: BaseException) -> Text:
    """Log a failure; gives what a person reads of it."""
    return N_('Something went wrong. Reference %(reference)s', reference=report(problem))


def action(handler: Callable[P, Awaitable[None]]) -> Callable[P, Awaitable[None]]:
    """Run a handler; a refusal is shown in the person's words, a failure as a reference, and nothing is half done."""

    @wraps(handler)
    async def run(*args: P.args, **kwargs: P.kwargs) -> None:
        client = ui.context.client
        try:
            await handler(*args, **kwargs)
        except SignedOut:
            client.run_javascript('location.reload()')
        except Refused as refused:
            with client:
                notify(_(refused.text), kind='problem')
        except Exception as problem:  # noqa: BLE001 - the last stop before the person
            told = failed(problem)
            with client:
                notify(_(told), kind='problem')

    return run
