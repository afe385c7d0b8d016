"""A program that is told: where, and with which secret its messages are signed."""

import base64
import secrets
from urllib.parse import urlsplit

from models import Subscription, User
from models.audience import Reader
from models.db.transaction import transaction
from models.subscription import SubscriptionKind
from services import audit, brakes, outgoing
from services.announce import announce
from services.brakes import Pace
from services.clock import now
from services.language import N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid
from services.subscriptions.subscription_choice import Choice, check, living, person_of

MOST = 5  # of one person
LONGEST = 500  # characters of an address
PACE = Pace('webhook', burst=10, seconds=60)


async def add(actor: User | None, url: str, choice: Choice) -> Subscription:
    """Tell a program at `url`; the row holds the secret that signs what it gets. `Invalid`, `TooMany`."""
    url = url.strip()
    if problem := await _url_problem(url):
        raise Invalid({'url': problem})
    async with transaction():
        person = await person_of(actor)
        await check(Reader.of(person), choice)
        await brakes.attempt((PACE, str(person.id)))
        await User.filter(id=person.id).select_for_update().get()  # two at once would both be the last that fits
        if await Subscription.filter(living(), kind=SubscriptionKind.WEBHOOK, user=person).count() >= MOST:
            raise Invalid({'url': N_('At most %(most)d webhooks fit. Remove one first.', most=MOST)})
        row = await Subscription.create(
            kind=SubscriptionKind.WEBHOOK,
            address=url,
            user=person,
            language=person.language,
            secret='whsec_' + base64.b64encode(secrets.token_bytes(24)).decode(),
            created_at=now(),
            confirmed_at=now(),
            **choice.columns(),
        )
        await audit.record('webhook_added', actor=person, subject=urlsplit(url).netloc)
        await announce({f'user:{person.id}'})
    return row


async def _url_problem(url: str) -> Text | None:
    wrong = N_('Write an address such as https://example.com/hook')
    if text_problem(url, longest=LONGEST, required=wrong, one_line=True):
        return wrong
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ('http', 'https') and parts.hostname and parts.port != 0 and parts.username is None
    except ValueError:
        return wrong
    if not is_whole or parts.fragment:
        return wrong
    try:
        await outgoing.addresses_of(parts.hostname or '')
    except (outgoing.Forbidden, OSError):  # the same words: nobody learns here which names there are
        return N_('The help desk cannot reach this address: it is not on the public internet.')
    return None
