"""Event handlers that answer a refusal with words."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

from nicegui import ui

from services.refusals import Refused, SignedOut
from webui.elements import notify
from webui.failures import report
from webui.i18n import _

P = ParamSpec('P')


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
            reference = report(problem)
            with client:
                notify(_('Something went wrong. Reference %(reference)s', reference=reference), kind='problem')

    return run
