"""Who wants to be told of incidents and maintenance: by mail, confirmed by a mailed link, or by a webhook.

Somebody without an account is told what everybody may read, and nobody can be told who has subscribed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tortoise.expressions import Q

from models import MailOut, Subscription, User, WebhookOut
from models.audience import Reader
from models.db.transaction import transaction
from models.mail_out import MailStatus
from models.subscription import SubscriptionKind
from services import audit, brakes
from services.accounts.sign_in import login_of
from services.announce import announce
from services.brakes import Pace
from services.clock import now
from services.language import N_
from services.mail.addresses import is_address
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from services.subscriptions.subscription_choice import Choice, check, living, person_of
from services.subscriptions.subscription_links import Door, subscription_id
from services.subscriptions.subscription_mail import confirmation

TO_CONFIRM = timedelta(hours=48)
KEPT = timedelta(days=30)  # ended ones, so that their owner can see why

ASK_FROM = Pace('subscribe-address', burst=10, seconds=60)
ASK_FOR = Pace('subscribe-account', burst=3, seconds=600)
ASK_EVERYBODY = Pace('subscribe', burst=60, seconds=2)


@dataclass(frozen=True)
class Mine:
    """The subscriptions of a person: by mail, if any, and webhooks with their last problem, empty for none."""

    mail: Subscription | None = None
    webhooks: tuple[Subscription, ...] = ()
    problems: Mapping[int, str] = field(default_factory=dict)


async def ask(address: str, choice: Choice, language: str, ip: str) -> None:
    """Mail a link by which the reader of `address` confirms; nothing else shows whether he has subscribed before.

    `Invalid` for what is no address or no choice of everybody's, `TooMany` when `ip` or everybody asks too often; for
    one address asked too often nothing more is mailed.
    """
    login = login_of(address)
    if not is_address(login):
        raise Invalid({'email': N_('“%(address)s” is not a mail address.', address=address[:80])})
    await check(Reader(), choice)
    await brakes.attempt((ASK_FROM, brakes.network(ip)), (ASK_EVERYBODY, 'everybody'))
    try:
        await brakes.attempt((ASK_FOR, login))
    except TooMany:
        return
    async with transaction():
        row = await Subscription.create(
            kind=SubscriptionKind.MAIL, address=login, language=language, created_at=now(), **choice.columns()
        )
        await confirmation(row).save()
        await announce({'outbox'})


async def subscribe(actor: User | None, choice: Choice) -> None:
    """Tell a person at the address of his account, which is confirmed already; what he chose before is replaced."""
    async with transaction():
        person = await person_of(actor)
        await check(Reader.of(person), choice)
        if person.verified_at is None:
            raise NotAllowed(N_('Confirm your mail address first.'))
        row = await Subscription.filter(living(), kind=SubscriptionKind.MAIL, user=person).first() or Subscription(
            kind=SubscriptionKind.MAIL, user=person, address=person.email, created_at=now(), confirmed_at=now()
        )
        await row.update_from_dict(choice.columns()).save()
        await audit.record('subscribed', actor=person, subject=person.email)
        await announce({f'user:{person.id}'})


async def mine(actor: User | None) -> Mine:
    """What a person has subscribed to."""
    if actor is None:
        return Mine()
    rows = await Subscription.filter(user_id=actor.id).exclude(confirmed_at=None).order_by('id')
    mails = [row for row in rows if row.kind == SubscriptionKind.MAIL and row.ended_at is None]
    webhooks = tuple(row for row in rows if row.kind == SubscriptionKind.WEBHOOK)
    said = WebhookOut.filter(subscription_id__in=[row.id for row in webhooks]).order_by('id')
    problems = dict(await said.values_list('subscription_id', 'problem'))  # of each the last
    return Mine(mails[0] if mails else None, webhooks, problems)


async def end(actor: User | None, identifier: int) -> None:
    """Take back one of one's own subscriptions: nothing more is sent for it."""
    async with transaction():
        person = await person_of(actor)
        row = await Subscription.filter(id=identifier, user=person).select_for_update().first()
        if row is None:
            raise NotFound
        await _end(row)
        if row.kind == SubscriptionKind.WEBHOOK:
            await row.delete()  # with all that it was sent
        await audit.record('unsubscribed', actor=person, subject=row.address[:120])


async def look(door: Door, key: str) -> Subscription | None:
    """The subscription of a mailed link; None when it is gone. `NotFound` for no link of ours. Uses nothing up."""
    return await Subscription.get_or_none(id=subscription_id(door, key))


def is_open(row: Subscription | None) -> bool:
    """Whether a subscription waits for its confirmation, and can still get it."""
    return row is not None and row.confirmed_at is None and row.ended_at is None and row.created_at > now() - TO_CONFIRM


async def confirm(key: str) -> None:
    """The reader of the address wants it: what he had confirmed before is replaced. `NotFound` when it is too late."""
    async with transaction():
        row = await Subscription.filter(id=subscription_id(Door.CONFIRM, key)).select_for_update().first()
        if row is not None and row.confirmed_at and row.ended_at is None:
            return
        if row is None or not is_open(row):
            raise NotFound
        older = Subscription.filter(living(), kind=SubscriptionKind.MAIL, address=row.address, user_id=None)
        await older.update(ended_at=now())
        await Subscription.filter(id=row.id).update(confirmed_at=now())
        await audit.record('subscribed', subject=row.address[:120])


async def end_by_link(key: str) -> None:
    """The reader of a mail wants no more of them: none is sent to that address, whoever subscribed it."""
    id_ = subscription_id(Door.END, key)
    async with transaction():
        row = await Subscription.get_or_none(id=id_)
        if row is None:
            return  # ended long ago
        same = Q(id=row.id) | Q(kind=SubscriptionKind.MAIL, address=row.address)
        if row.user_id:
            same |= Q(kind=SubscriptionKind.MAIL, user_id=row.user_id)
        # In the order in which those who tell lock them
        for each in await Subscription.filter(same, ended_at=None).order_by('id').select_for_update():
            await _end(each)
            await audit.record('unsubscribed', subject=each.address[:120])


async def sweep() -> None:
    """Delete what was never confirmed, and what ended long ago."""
    await Subscription.filter(confirmed_at=None, created_at__lt=now() - TO_CONFIRM).delete()
    await Subscription.filter(ended_at__lt=now() - KEPT).delete()
    await WebhookOut.filter(sent_at__lt=now() - KEPT).delete()


async def _end(row: Subscription) -> None:
    """Also what is written for it and not sent yet. Its row is locked: whoever writes more for it waits, and looks."""
    await Subscription.filter(id=row.id).update(ended_at=now())
    await MailOut.filter(subscription_id=row.id, status=MailStatus.QUEUED, claimed_until=None).delete()
    await WebhookOut.filter(subscription_id=row.id, sent_at=None).delete()
    if row.user_id:
        await announce({f'user:{row.user_id}'})
