"""The mails of subscriptions: the one with the link that confirms, and what is told of an incident or maintenance."""

from collections.abc import Sequence

from models import Incident, IncidentUpdate, MailOut, Subscription
from models.incident import IncidentKind
from services.board.board_lines import ImpactLine
from services.board.board_words import PHASE, STATE
from services.clock import now
from services.env import env
from services.language import N_, Words
from services.mail.mail_auth import incident_thread, new_message_id, sign
from services.mail.mail_text import Recipient, Template, greeting, laid_out, moment
from services.subscriptions.subscription_links import Door, link_to


def incident_address(incident: Incident) -> str:
    return f'{env().base_url}/status/incidents/{incident.id}'


def confirmation(row: Subscription) -> MailOut:
    """The mail with the link that confirms a subscription; not saved yet."""
    to = Recipient(row.address, None, speaks=row.language)
    body = laid_out(
        to.language,
        greeting(to),
        N_('Somebody, you we hope, wants to tell this address of incidents and maintenance. Confirm it here:'),
        link_to(Door.CONFIRM, row.id),
        N_('If it was not you, you need not do anything: without your confirmation nothing is sent.'),
        N_('Do not reply to this e-mail.'),
    )
    subject = N_('Confirm that you want to be told of our status').into(to.language)
    return _mail(to, Template.SUBSCRIPTION, subject, body, f'confirm:{row.id}')


def update_mail(
    row: Subscription, incident: Incident, update: IncidentUpdate, impacts: Sequence[ImpactLine], reminder: int = 0
) -> MailOut:
    """The mail that tells a subscriber, with his `user`, of an update; `impacts` are those that he may see. Not saved.

    With a `reminder` it tells so many minutes before a maintenance that it is near, and what was told of it last.
    Its key is the update's and the address's: who gets the same update for another reason gets one mail. That of a
    reminder has the start in it: who was reminded of a maintenance that was put off is reminded again.
    """
    to = Recipient(row.user.email if row.user else row.address, row.user, speaks=row.language)
    title = Words.of(incident, 'title').into(to.language)
    body = laid_out(
        to.language,
        greeting(to),
        N_('This is a reminder.') if reminder else None,
        _headline(incident, update, to),
        Words.of(update, 'body').into(to.language),
        '\n'.join(_line(impact, to.language) for impact in impacts),
        N_('Next update: %(when)s.', when=moment(update.next_update_at, to)) if update.next_update_at else None,
        N_('All that was told of it: %(address)s', address=incident_address(incident)),
        N_('Do not reply to this e-mail.'),
        N_('You asked for these e-mails. To get no more of them: %(address)s', address=link_to(Door.END, row.id)),
    )
    key = update_key(update, to.address)
    if reminder:
        key = f'reminder:{incident.id}:{incident.starts_at.timestamp():.0f}:{reminder}:{sign(to.address)}'
    mail = _mail(to, Template.BOARD, N_('[Status] %(title)s', title=title).into(to.language), body, key)
    mail.subscription = row
    mail.in_reply_to = mail.references = incident_thread(incident.id)
    return mail


def update_key(update: IncidentUpdate, address: str) -> str:
    """The `dedupe_key` of whatever mail tells `address` of an update: one person is told once."""
    return f'update:{update.id}:{sign(address)}'


def _headline(incident: Incident, update: IncidentUpdate, to: Recipient) -> str:
    """What it is and where it stands; of a maintenance also from when until when."""
    phase, title = PHASE[update.phase].into(to.language), Words.of(incident, 'title').into(to.language)
    if incident.kind == IncidentKind.INCIDENT:
        return f'{title}\n{phase} · {moment(update.at, to)}'
    start, end = (moment(at, to) if at else '…' for at in (incident.starts_at, incident.ends_at))
    lasts = N_('From %(start)s until %(end)s', start=start, end=end).into(to.language)
    return f'{title}\n{phase} · {lasts}'


def _line(impact: ImpactLine, language: str) -> str:
    place = f' ({impact.region.into(language)})' if impact.region else ''
    return f'- {impact.component.into(language)}{place}: {STATE[impact.status].into(language)}'


def _mail(to: Recipient, template: Template, subject: str, body: str, key: str) -> MailOut:
    return MailOut(
        to_address=to.address,
        to_name=to.user.full_name if to.user else '',
        template=template,
        language=to.language,
        subject=subject[:300],
        body=body,
        message_id=new_message_id(),
        is_automated=True,
        dedupe_key=key,
        next_try_at=now(),
        created_at=now(),
    )
