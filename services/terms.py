"""The terms of service: versions that an admin publishes, and who accepted which one, when and from where (S4-24)."""

from collections.abc import Mapping

from tortoise.exceptions import IntegrityError

from models import Terms, TermsAcceptance, User
from models.db.transaction import in_transaction, transaction
from services import audit
from services.announce import announce
from services.clock import now
from services.language import LANGUAGES, N_, Text, Words
from services.plain_text import text_problem
from services.refusals import Invalid
from services.settings import check_admin
from services.shared import shared

TOPIC = 'terms'
DEFAULT = 'es'  # the language of the desk's own texts


async def current() -> Terms | None:
    """The version in force; None as long as none was published."""
    if in_transaction():
        return await _newest()
    return await shared('terms', [TOPIC], _newest)


def words(terms: Terms) -> Words:
    """The text, as Markdown, in each language that it was written in."""
    first = terms.texts.get(DEFAULT) or next(iter(terms.texts.values()), '')
    return Words(first, terms.texts)


async def publish(actor: User, texts: Mapping[str, str], seen: int = 0) -> Terms:
    """Publish a new version, `{language: Markdown}`: customers are asked at their next page.

    `seen` is the number of the version that the writer had before him. `NotAllowed` for anybody but an admin; `Invalid`
    by `text.{language}` for no text at all, and where somebody else published meanwhile.
    """
    written = {language: texts.get(language, '').strip() for language in LANGUAGES}
    problems: dict[str, Text] = {}
    for language, text in written.items():
        if problem := text_problem(text, required=N_('Write the terms.') if language == DEFAULT else None):
            problems[f'text.{language}'] = problem
    async with transaction():
        await check_admin(actor)
        before = await _newest()
        kept = {language: text for language, text in written.items() if text}
        if before and before.version != seen and not problems:
            problems['form'] = N_('Somebody else has published another version meanwhile.')
        elif before and before.texts == kept:
            problems['form'] = N_('Nothing has changed.')
        if problems:
            raise Invalid(problems)
        try:
            terms = await Terms.create(version=before.version + 1 if before else 1, texts=kept, published_at=now())
        except IntegrityError:
            raise Invalid({'form': N_('Somebody else has published another version meanwhile.')}) from None
        told = {'version': terms.version, 'texts': kept}
        await audit.record(
            'terms_published',
            actor=actor,
            subject=str(terms.version),
            before={'version': before.version, 'texts': before.texts} if before else {},
            after=told,
        )
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
