"""What opens a page instead of a session: the signed link of somebody in copy, kept with the request that asked."""

from starlette.requests import Request
from starlette.types import Scope

from services.tickets.guest_links import by_proof

_PROOF = 'mesa.proof'


async def keep_proof(request: Request) -> None:
    """Let the page at `{proof}` be built for it. `NotFound` when it opens nothing."""
    proof = request.path_params['proof']
    await by_proof(proof)
    request.scope[_PROOF] = proof


def proof_of(scope: Scope) -> str:
    """The proof that the page was asked for with; empty for all other pages."""
    return str(scope.get(_PROOF, ''))
