"""Department mailboxes of a customer: whoever writes there says who he is, and everybody reads it (S3-23, 1.6-b)."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from models import Entry, MailOut, Ticket, User
from models.entry import EntryKind
from services.desk import phone
from services.desk.phone import Caller, PhoneTicket
from services.incidents import incident_links
from services.people.group_mailboxes import GroupMailbox
from services.refusals import Invalid
from services.settings import load, save
from services.tickets import bell, closing, conversation, resolution, splitting
from services.tickets.tickets import NewTicket, open_ticket
from tests.support.incidents import component, fails
from tests.support.world import Person, World

CARMEN = 'Carmen Díaz'
Written = Callable[[User, Ticket, str], Awaitable[object]]
VERBS: dict[str, tuple[str, Written]] = {
    'answers': ('asks', lambda who, ticket, name: conversation.comment(who, ticket, 'Desde ayer.', writer=name)),
    'rejects': ('resolves', lambda who, ticket, name: resolution.reject_solution(who, ticket, 'No va.', name)),
    'closes': ('replies', lambda who, ticket, name: closing.close_by_requester(who, ticket, 'Ya no.', name)),
    'reopens': ('closes', lambda who, ticket, name: closing.reopen(who, ticket, 'Otra vez.', writer=name)),
    'comes back': ('closes', lambda who, ticket, name: closing.come_back(who, ticket, 'Otra vez.', writer=name)),
    'follows up': ('closes', lambda who, ticket, name: closing.follow_up(who, ticket, 'Otra vez.', writer=name)),
}


@pytest.fixture
async def reception(world: World) -> Person:
    """Iván's account is the mailbox of the reception."""
    await User.filter(id=world.ivan.user.id).update(is_group=True, full_name='Recepción Mirador')
    return Person(await User.get(id=world.ivan.user.id))


@pytest.mark.rule('S3-23')
async def test_opening_from_a_group_mailbox_says_who(world: World, reception: Person) -> None:
    for name in ('', '  ', 'x' * 121, 'dos\nlíneas'):
        with pytest.raises(Invalid) as refused:
            await reception.opens('No imprime', writer=name)
        assert set(refused.value.problems) == {'writer'}
    ticket = await Ticket.get(id=(await reception.opens('No imprime', writer=f' {CARMEN} ')).id)
    entry = await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE).select_related('author')
    assert (entry.author_id, entry.author_label) == (reception.user.id, CARMEN)
    assert entry.author_name == f'{CARMEN} · Recepción Mirador'
    assert ticket.preview == f'{CARMEN}: No imprime nada.'
    (news,) = [one for one in await bell.news(world.marta.user) if one.ticket.id == ticket.id]
    assert isinstance(news.said, Entry)
    assert news.said.author_name == f'{CARMEN} · Recepción Mirador'


@pytest.mark.rule('S3-23')
async def test_joining_an_incident_from_a_group_mailbox_says_who_where_something_was_written(
    world: World, reception: Person
) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    with pytest.raises(Invalid) as refused:
        await incident_links.join(reception.user, incident.id, text='Desde las ocho.')
    assert set(refused.value.problems) == {'writer'}
    ticket = await incident_links.join(reception.user, incident.id)  # with one click
    assert (await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE)).author_label == ''
    await closing.close_by_requester(reception.user, ticket)
    ticket = await incident_links.join(reception.user, incident.id, text='Desde las ocho.', writer=CARMEN)
    assert (await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE)).author_label == CARMEN


@pytest.mark.rule('S3-23')
@pytest.mark.parametrize(('before', 'verb'), VERBS.values(), ids=VERBS.keys())
async def test_writing_from_a_group_mailbox_says_who(
    world: World, reception: Person, before: str, verb: Written
) -> None:
    ticket = await reception.opens('No imprime', writer=CARMEN)
    if before == 'closes':
        await world.marta.resolves(ticket)
        await reception.confirms(ticket)  # without a word, so without a name
    else:
        await getattr(world.marta, before)(ticket)
    lines = await Entry.all().count()
    with pytest.raises(Invalid) as refused:
        await verb(reception.user, ticket, '')
    assert set(refused.value.problems) == {'writer'}
    assert await Entry.all().count() == lines
    await verb(reception.user, ticket, 'Nora Paz')
    assert await Entry.filter(author_id=reception.user.id, author_label='Nora Paz').count() == 1


async def test_nobody_else_is_asked_and_no_name_is_kept(world: World) -> None:
    ticket = await world.lucia.opens('No imprime', writer='La reina')
    await world.lucia.comments(ticket, writer='La reina')
    await world.marta.replies(ticket)
    assert not await Entry.exclude(author_label='').exists()


async def test_mails_and_tickets_that_are_split_off_say_who(world: World, reception: Person) -> None:
    ticket = await reception.opens('No imprime', writer=CARMEN, copy_to='jefa@mirador.example')
    told = await MailOut.get(to_address='jefa@mirador.example')
    assert f'{CARMEN} · Recepción Mirador' in told.body
    await reception.comments(ticket, 'Y el fax tampoco.', writer='Nora Paz')
    line = await Entry.get(ticket_id=ticket.id, author_label='Nora Paz')
    child = await splitting.split(world.marta.user, line, 'El fax')
    assert (await Entry.get(ticket_id=child.id, kind=EntryKind.MESSAGE)).author_label == 'Nora Paz'


async def test_by_phone_the_name_of_who_speaks_is_the_writer(world: World, reception: Person) -> None:
    call = PhoneTicket('Por teléfono', 'Llama', 'printer', str(uuid4()), caller_name='Nora Paz')
    ticket = await phone.open_by_phone(world.marta.user, Caller(reception.user.id), call)
    assert (await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE)).author_label == 'Nora Paz'


async def test_whether_forms_advise_against_them_is_a_setting(world: World) -> None:
    assert (await load(GroupMailbox)).policy == 'allowed'
    await save(world.admin.user, GroupMailbox('hint_against'))
    assert (await load(GroupMailbox)).policy == 'hint_against'
    with pytest.raises(Invalid):
        await save(world.admin.user, GroupMailbox('forbidden'))  # type: ignore[arg-type]
    assert await open_ticket(
        world.lucia.user, NewTicket('printer', 'No imprime', 'Nada', 'degraded', 'person', str(uuid4()))
    )
