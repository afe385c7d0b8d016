"""The desk's own words for its mails about tickets, by mail and language, in place of ours (S2-3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models import MailTemplate, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.clock import now
from services.language import LANGUAGES, N_, Text
from services.mail.mail_leads import LEAD
from services.mail.mail_text import MailSettings
from services.mail.mail_wording import Wording, ours, wording_problems
from services.mail.ticket_mail import Voice
from services.refusals import NotFound, Overtaken
from services.settings import Desk, Stored, check, check_admin, hold, load
from services.shared import shared

SAVED = 'mail_template_saved'
TOPIC = 'settings'


@dataclass(frozen=True)
class MailWords:
    """What one mail says, by language: as it is said, which is ours where the desk has no words of its own."""

    subject: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        if unknown := (self.subject.keys() | self.body.keys()) - LANGUAGES.keys():
            return {f'body.{code}': N_('Choose one of the options') for code in unknown}
        found = {code: wording_problems(self.wording(code)) for code in sorted(self.subject.keys() | self.body.keys())}
        return {f'{name}.{code}': problem for code, one in found.items() for name, problem in one.items()}

    def wording(self, language: str) -> Wording:
        return Wording(self.subject.get(language, '').strip(), self.body.get(language, '').strip())


async def voice() -> Voice:
    """How the desk speaks in its mails now."""
    return Voice(await load(MailSettings), (await load(Desk)).name, await own())


async def own() -> Mapping[tuple[str, str], Wording]:
    """The wordings that are the desk's own, by mail and language."""
    return await shared('mail templates', [TOPIC], _own)


async def stored(actor: User, key: str) -> Stored[MailWords]:
    """What a mail says now, for the form that changes it; for an admin. `NotFound`."""
    await check_admin(actor)
    _check_key(key)
    return await _stored(key)


async def save(actor: User, key: str, value: MailWords, started: MailWords | None = None) -> None:
    """Say a mail in these words; what is as ours is not kept, and what a language does not say stays as it was.

    `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    _check_key(key)
    check(value)
    async with transaction():
        await hold(MailWords)  # there may be no row to lock yet
        kept = await _stored(key)
        if started is not None and kept.value != started:
            raise Overtaken(kept.name, kept.at)
        for language in value.subject.keys() | value.body.keys():
            await _write(key, language, value.wording(language))
        before, after = _told(kept.value), _told((await _stored(key)).value)
        await audit.record(SAVED, actor=actor, subject=_subject(key), before=before, after=after)
        await announce({TOPIC})


async def _write(key: str, language: str, wording: Wording) -> None:
    if wording == ours(key, language):
        await MailTemplate.filter(key=key, language=language).delete()
        return
    row = MailTemplate(key=key, language=language, subject=wording.subject, body=wording.body, updated_at=now())
    await MailTemplate.bulk_create(
        [row], on_conflict=['key', 'language'], update_fields=['subject', 'body', 'updated_at']
    )


async def _own() -> dict[tuple[str, str], Wording]:
    return {(row.key, row.language): Wording(row.subject, row.body) for row in await MailTemplate.all()}


async def _stored(key: str) -> Stored[MailWords]:
    own = {row.language: Wording(row.subject, row.body) for row in await MailTemplate.filter(key=key)}
    said = {code: own.get(code) or ours(key, code) for code in LANGUAGES}
    subjects, bodies = ({code: getattr(one, part) for code, one in said.items()} for part in ('subject', 'body'))
    return Stored(MailWords(subjects, bodies), *await audit.last(SAVED, _subject(key)))


def _told(value: MailWords) -> dict[str, Any]:
    return {'subject': dict(value.subject), 'body': dict(value.body)}


def _subject(key: str) -> str:
    return f'mail:{key}'


def _check_key(key: str) -> None:
    if key not in LEAD:
        raise NotFound
