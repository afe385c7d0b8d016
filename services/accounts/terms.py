"""The terms of service: versions that an admin publishes, and who accepted which one, when and from where (S4-24)."""

from collections.abc import Mapping
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from models import Terms, TermsAcceptance, User
from models.db.transaction import in_transaction, transaction
from services import audit
from services.announce import announce
from services.clock import now
from services.env import env
from services.language import N_, Text, Words
from services.plain_text import text_problem
from services.refusals import Invalid, Overtaken
from services.settings import Stored, check_admin
from services.settings import check as check_value
from services.shared import shared

TOPIC = 'terms'


async def current() -> Terms | None:
    """The version in force; None as long as none was published."""
    if in_transaction():
        return await _newest()
    return await shared('terms', [TOPIC], _newest)


def words(terms: Terms) -> Words:
    """The text, as Markdown, in each language that it was written in."""
    first = terms.texts.get(env().language) or next(iter(terms.texts.values()), '')
    return Words(first, terms.texts)


@dataclass(frozen=True)
class Written:
    """The terms as an admin writes them: Markdown, by language."""

    texts: Mapping[str, str]

    def problems(self) -> dict[str, Text]:
        found = {f'texts.{language}': text_problem(text) for language, text in self.texts.items()}
        if not any(text.strip() for text in self.texts.values()):
            found['texts'] = N_('Write the terms.')
        return {name: problem for name, problem in found.items() if problem}


async def written() -> Stored[Written]:
    """The version in force as the database has it now, and who published it when."""
    terms = await _newest()
    if terms is None:
        return Stored(Written({}))
    author = await audit.last('terms_published', str(terms.version))
    return Stored(Written(terms.texts), author.name, terms.published_at)


async def publish(actor: User, value: Written, started: Written | None = None) -> Terms:
    """Publish a new version: customers are asked at their next page. `started` is what its form was filled with.

    `NotAllowed` for anybody but an admin, `Invalid`, `Overtaken` where somebody else published meanwhile.
    """
    await check_admin(actor)
    check_value(value)
    async with transaction():
        before = await _newest()
        if started is not None and started.texts != (before.texts if before else {}):
            raise Overtaken('', None)
        texts = {language: text.strip() for language, text in value.texts.items() if text.strip()}
        try:
            terms = await Terms.create(version=before.version + 1 if before else 1, texts=texts, published_at=now())
        except IntegrityError:
            raise Overtaken('', None) from None
        told = {'version': before.version, 'texts': before.texts} if before else {}
        after = {'version': terms.version, 'texts': texts}
        await audit.record('terms_published', actor=actor, subject=str(terms.version), before=told, after=after)
        await announce({TOPIC})
    return terms


async def check(accepted: str) -> Terms | None:
    """The terms that `accepted`, an id from a form, agrees to. `Invalid` when it is not the version in force."""
    terms = await current()
    if terms is None or accepted == str(terms.id):
        return terms
    changed = N_('The terms have changed meanwhile. Read them and accept them.')
    raise Invalid({'terms': changed if accepted else N_('Accept the terms to go on.')})


async def accept(actor: User, terms: Terms, ip: str) -> None:
    """Store that a person accepts a version; accepting twice is once."""
    async with transaction():
        row = TermsAcceptance(terms=terms, user=actor, at=now(), ip=ip[:45])
        await TermsAcceptance.bulk_create([row], ignore_conflicts=True)
        await audit.record('terms_accepted', actor=actor, subject=f'{actor.email} · {terms.version}', ip=ip)
        await announce({f'user:{actor.id}'})


async def owes(user: User) -> bool:
    """Whether a customer has not accepted the version in force. The people of the desk are no party to it."""
    terms = await current()
    if terms is None or user.is_staff:
        return False
    known = TermsAcceptance.filter(user_id=user.id, terms_id=terms.id)
    return not await shared(('terms', user.id, terms.id), [f'user:{user.id}'], known.exists)


async def _newest() -> Terms | None:
    return await Terms.all().order_by('-version').first()
