"""Forms under hurried hands and forged messages: sent once, refused with a word, and nothing typed is lost."""

import pytest
from playwright.async_api import expect

from models import Ticket, Watcher
from models.lifecycle import Event
from services.refusals import Invalid, NotAllowed
from tests.support.browser import People
from tests.support.customer import LUCIA, open_ticket
from tests.support.world import World

IVAN = 'ivan@mirador.example'  # what he leaves half written is in nobody's way
# What a script or a clipboard may put into a field that has a length
PUT = """(input, length) => {
  input.value = "é".repeat(length);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}"""

# What the form sends now, and sends again as if no answer had come
RESEND = """({ form }) => {
  let first;
  mesa.sendNew = mesa.send;
  mesa.send = (form, button, emit) =>
    first ? emit(first) : mesa.sendNew(form, button, (sent) => emit((first ??= sent)));
  form.requestSubmit();
  form.requestSubmit();
}"""


@pytest.mark.rule('S0-29')
@pytest.mark.parametrize(('label', 'length'), [('Asunto', 1_000_000), ('Descripción', 60_000), ('Copia a', 60_000)])
async def test_far_too_much_is_refused_at_its_field_and_stays_in_it(people: People, label: str, length: int) -> None:
    async with people.window(IVAN, '/tickets/new/other-incident') as page:
        await page.get_by_label('Asunto').fill('Prueba de largo')
        await page.get_by_label('Descripción').fill('Se queda como estaba.')
        field = page.get_by_label(label)
        await field.evaluate(PUT, length)
        await page.get_by_role('button', name='Crear ticket').click()
        await expect(page.locator('.error:visible')).to_contain_text('como máximo')
        assert await field.evaluate('input => input.value.length') == length
        assert page.url.endswith('/tickets/new/other-incident')


async def test_a_double_click_sends_once_and_the_same_words_can_be_sent_again(people: People) -> None:
    async with people.window(LUCIA, '') as page:
        await open_ticket(page, people, 'Doble clic')
        answer, send = page.get_by_label('Escribe tu respuesta'), page.get_by_role('button', name='Enviar', exact=True)
        for times in (1, 2):
            await answer.fill('Gracias')
            await send.dblclick()
            await expect(answer).to_have_value('')
            await expect(page.locator('.entry', has_text='Gracias')).to_have_count(times)
        await expect(page.locator('.summary:visible')).to_have_count(0)


async def test_what_was_sent_again_before_the_answer_arrived_counts_once(people: People) -> None:
    async with people.window(LUCIA, '') as page:
        await open_ticket(page, people, 'Línea lenta')
        answer, send = page.get_by_label('Escribe tu respuesta'), page.get_by_role('button', name='Enviar', exact=True)
        await answer.fill('Una sola vez')
        await answer.evaluate(RESEND)
        await expect(page.locator('.entry', has_text='Una sola vez')).to_have_count(1)
        await answer.evaluate('input => input.form.requestSubmit()')
        await page.evaluate('() => void (mesa.send = mesa.sendNew)')
        await answer.fill('Y otra cosa')
        await send.click()
        await expect(page.locator('.entry', has_text='Y otra cosa')).to_have_count(1)
        await expect(page.locator('.entry', has_text='Una sola vez')).to_have_count(1)


@pytest.mark.parametrize('forged', [['degraded'], {}, None, 5, 'everything'])
async def test_a_value_that_is_no_choice_is_refused_at_its_field(world: World, forged: object) -> None:
    for field in ('urgency', 'impact'):
        with pytest.raises(Invalid) as refused:
            await world.lucia.opens('Prueba', **{field: forged})  # type: ignore[arg-type]
        assert set(refused.value.problems) == {field}
    assert await Ticket.all().count() == 0


async def test_who_may_only_look_writes_nothing(world: World) -> None:
    ticket = await world.lucia.opens('La impresora', copy_to='elena@ondu.example')
    await Watcher.filter(ticket_id=ticket.id).update(can_reply=False)
    assert await world.elena.sees(ticket)
    assert await world.elena.may(ticket) == frozenset()
    for writes in (world.elena.comments, world.elena.notes, world.elena.replies):
        with pytest.raises(NotAllowed):
            await writes(ticket)
    assert Event.NOTE in await world.ana.may(ticket)
