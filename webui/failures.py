"""What went wrong is for the log; a person gets a reference."""

import logging
import secrets

log = logging.getLogger('mesa.failures')


def report(problem: BaseException) -> str:
    """Log `problem` with its trace; gives the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    log.error('failure %s', reference, exc_info=problem)
    return reference
