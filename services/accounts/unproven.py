"""Somebody has registered with an address and not shown that it is his: another one may have typed it (S3-11)."""

from models import TermsAcceptance, User
from models.token import TokenPurpose
from services.accounts import links


async def forget(person: User) -> None:
    """Let nothing be left of what he chose: no password, no link, no waiting browser, no terms that he accepted.

    For an account that is given to the owner of the address. Saves the user; call it in a transaction.
    """
    person.password_hash = None
    await person.save(update_fields=['password_hash'])
    await links.end(person, TokenPurpose.VERIFY, TokenPurpose.WAITING)
    await TermsAcceptance.filter(user=person).delete()
