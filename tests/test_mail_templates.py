"""The desk's own words for its mails: checked, audited, and never in the way of a thread (S2-3)."""

import asyncio
import re
from dataclasses import replace

import pytest

from models import AuditLog, CatalogItem, MailOut, MailTemplate, Ticket
from services import bus
from services.language import LANGUAGES
from services.mail import mail_sample, mail_templates
from services.mail.mail_leads import LEAD
from services.mail.mail_message import compose
from services.mail.mail_templates import MailWords
from services.mail.mail_text import MailSettings, Recipient, Template
from services.mail.mail_wording import Wording, carries_words, filled, ours, wording_problems
from services.mail.ticket_mail import Said, composed
from services.notices import AUTOMATED
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.settings import Desk, save
from services.tickets import closing
from tests.support.world import World

OWN = Wording('{writer} te escribe', 'Hola, {name}.\n\n{words}\n\nTu equipo de {desk}')


async def written(world: World, key: str, wording: Wording, language: str = 'es') -> MailWords:
    kept = (await mail_templates.stored(world.admin.user, key)).value
    value = MailWords(kept.subject | {language: wording.subject}, kept.body | {language: wording.body})  # type: ignore[operator]
    await mail_templates.save(world.admin.user, key, value, kept)
    return value


async def mails_of(ticket: Ticket) -> list[MailOut]:
    return await MailOut.filter(ticket_id=ticket.id).order_by('id')


@pytest.mark.rule('S2-3')
async def test_own_words_go_out_in_the_language_of_the_reader_and_the_thread_holds(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await world.marta.replies(ticket, 'Lo reviso.')
    await written(world, 'reply', OWN)
    await world.marta.replies(ticket, 'Ya está {number} %s.')
    first, before, after = await mails_of(ticket)
    assert after.subject == f'[{ticket.number}] Marta Ruiz te escribe'
    assert 'Hola, Lucía.\n\nYa está {number} %s.\n\nTu equipo de Mesa Viva' in after.body
    assert after.body.splitlines()[-1].endswith(f'/tickets/{ticket.number}')
    assert 'en lugar de contestar a este correo' in after.body
    assert after.references.split() == [*before.references.split(), before.message_id]
    assert after.in_reply_to == before.message_id
    assert re.search(rb'Message-ID: <[^>]+>', compose(after))
    world.lucia.user.language = 'en'
    await world.lucia.user.save()
    await world.marta.replies(ticket, 'Done.')
    assert 'Marta Ruiz has written about ticket' in (await mails_of(ticket))[-1].body
    assert first.subject == before.subject


@pytest.mark.rule('S2-3')
async def test_what_is_saved_is_audited_and_ours_again_when_it_is_taken_back(world: World) -> None:
    value = await written(world, 'reply', OWN)
    assert (await mail_templates.stored(world.admin.user, 'reply')).value == value
    entry = await AuditLog.get(action='mail_template_saved')
    assert (entry.subject, entry.before['subject']['es'], entry.after['body']['es']) == (
        'mail:reply',
        '{subject}',
        OWN.body,
    )
    with pytest.raises(Overtaken):
        await mail_templates.save(world.admin.user, 'reply', value, replace(value, subject={}))
    assert await MailTemplate.all().count() == 1
    await written(world, 'reply', ours('reply', 'es'))
    assert not await MailTemplate.exists()


async def test_of_two_who_save_a_mail_at_the_same_moment_one_is_told(world: World) -> None:
    started = (await mail_templates.stored(world.admin.user, 'reply')).value
    new = (replace(started, body=dict(started.body, es=f'{text} {{words}}')) for text in ('Uno', 'Dos'))
    saves = (mail_templates.save(world.admin.user, 'reply', value, started) for value in new)
    results = await asyncio.gather(*saves, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ['NoneType', 'Overtaken']


@pytest.mark.rule('S2-3')
async def test_what_is_no_blank_is_refused_at_its_field(world: World) -> None:
    for wording, field in (
        (Wording('{subject}', 'Hola {cliente}'), 'body.es'),
        (Wording('{words}', 'Hola'), 'subject.es'),
        (Wording('', 'Hola'), 'subject.es'),
        (Wording('{subject}', '  '), 'body.es'),
        (Wording('a\nBcc: x@y.example', 'Hola'), 'subject.es'),
        (Wording('{subject}', 'x' * 10_001), 'body.es'),
    ):
        with pytest.raises(Invalid) as invalid:
            await written(world, 'reply', wording)
        assert set(invalid.value.problems) == {field}
    with pytest.raises(NotFound):
        await mail_templates.stored(world.admin.user, 'recovery')
    assert not await MailTemplate.exists()


@pytest.mark.parametrize('language', LANGUAGES)
@pytest.mark.parametrize('key', LEAD)
def test_ours_can_be_saved_as_it_is(key: str, language: str) -> None:
    wording = ours(key, language)
    assert wording_problems(wording) == {}
    assert ('{words}' in wording.body) == carries_words(key) == (Template(key) not in AUTOMATED)


def test_blanks_are_filled_in_once_and_empty_paragraphs_are_left_out() -> None:
    values = {'name': '{words}', 'words': 'a\n\n\nb {name}', 'next_step': ''}
    assert (
        filled('Hola {name}.\n\n{words}\n\n{next_step}\n \n{other}', values)
        == 'Hola {words}.\n\na\n\n\nb {name}\n\n{other}'
    )


@pytest.mark.rule('S0-13', 'S3-19')
async def test_the_policy_speaks_in_the_next_mail_whatever_its_words(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await written(world, 'reply', OWN)
    sentences = {
        'portal_only': 'No contestes a este correo electrónico',
        'prefer_portal': 'en lugar de contestar a este correo',
        'accept': 'Puedes contestar a este correo',
    }
    for policy, sentence in sentences.items():
        await save(world.admin.user, MailSettings(policy))  # type: ignore[arg-type]
        await world.marta.replies(ticket)
        body = (await mails_of(ticket))[-1].body
        assert [one for one in sentences.values() if one in body] == [sentence]
    with pytest.raises(Invalid):
        await save(world.admin.user, MailSettings('never'))  # type: ignore[arg-type]


@pytest.mark.rule('S2-3')
async def test_a_sample_is_of_a_ticket_of_this_desk_and_goes_to_who_asks(world: World) -> None:
    admin = world.admin.user
    assert (await mail_sample.shown(admin, 'reply', 'es', OWN))[0] == '[MV-1024] Admin te escribe'
    ticket = await world.lucia.opens('No imprime')
    for key in LEAD:
        subject, body = await mail_sample.shown(admin, key, 'pt', ours(key, 'pt'))
        assert subject == f'[{ticket.number}] No imprime'
        assert 'Lucía' in body
    mail = await MailOut.get(id=await mail_sample.send(admin, 'reply', 'es', OWN))
    assert (mail.to_address, mail.ticket_id) == (admin.email, None)
    assert mail.subject == f'Prueba: [{ticket.number}] Admin te escribe'
    with pytest.raises(Invalid):
        await mail_sample.shown(admin, 'reply', 'es', Wording('{subject}', '{cliente}'))


async def test_without_any_type_of_ticket_there_is_no_sample(world: World) -> None:
    await CatalogItem.all().delete()
    with pytest.raises(NotAllowed):
        await mail_sample.shown(world.admin.user, 'reply', 'es', OWN)


@pytest.mark.parametrize('who', ['lucia', 'marta', 'ana'])
async def test_only_an_admin_writes_them(world: World, who: str) -> None:
    person = getattr(world, who).user
    bus.publish(['settings'])
    for verb in (
        mail_templates.stored(person, 'reply'),
        mail_templates.save(person, 'reply', MailWords()),
        mail_sample.shown(person, 'reply', 'es', OWN),
        mail_sample.send(person, 'reply', 'es', OWN),
    ):
        with pytest.raises(NotAllowed):
            await verb


async def test_a_guest_is_called_by_his_address(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    voice = replace(await mail_templates.voice(), own={('reply', 'es'): OWN})
    guest = Recipient('jefe@x.example', None, link='https://desk.example/g', speaks='es')
    _subject, body = composed(Template.REPLY, ticket, guest, voice, Said('Marta', 'Ya.'))
    assert 'Hola, jefe@x.example.' in body


@pytest.mark.rule('S2-3')
async def test_what_the_desk_does_by_itself_it_writes_under_its_name(world: World) -> None:
    await save(world.admin.user, Desk(name='SOS Ondú'))
    ticket = await world.lucia.opens('No imprime')
    await world.marta.asks(ticket)
    wording = Wording('{writer} ha cerrado tu ticket', '{greeting}\n\n{next_step}')
    await written(world, 'no_contact', wording)
    await closing.silence_timeout(ticket)
    assert (await mails_of(ticket))[-1].subject == f'[{ticket.number}] SOS Ondú ha cerrado tu ticket'
    subject, _body = await mail_sample.shown(world.admin.user, 'no_contact', 'es', wording)
    assert subject == f'[{ticket.number}] SOS Ondú ha cerrado tu ticket'
