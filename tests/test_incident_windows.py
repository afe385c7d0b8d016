"""An incident in two windows: told at the desk, joined and read by a customer, solved for him."""

import re

from playwright.async_api import expect

from tests.support.browser import People, connected

# Before the server has answered with the words of any of the templates
CHOSEN_AT_ONCE = """(template, labels) => {
    for (const label of labels) {
        template.value = [...template.options].find((option) => option.label === label).value;
        template.dispatchEvent(new Event('change', { bubbles: true }));
    }
}"""
TYPED_AT_ONCE = f"""(template, [label, text]) => {{
    ({CHOSEN_AT_ONCE})(template, [label]);
    template.form.elements.body.value = text;
}}"""
# Asked for while nothing stood there; then somebody types on
ARRIVING_IN_TURN = """box => {
    box.value = '';
    box.mesaPut('uno', '');
    box.mesaPut('dos', '');
    const put = box.value;
    box.value += ' y medio';
    box.mesaPut('tres', '');
    return [put, box.value];
}"""


async def test_a_customer_joins_an_incident_reads_its_update_and_confirms_its_solution(people: People) -> None:
    async with people.window('marta@mesa.example', '/desk/incidents/new') as desk:
        await desk.get_by_label('VPN', exact=True).select_option('degraded')
        choice = ['Investigando: Estamos investigando', 'La VPN corta las sesiones.']
        await desk.get_by_label('Plantilla').evaluate(TYPED_AT_ONCE, choice)
        await expect(desk.get_by_label('Título', exact=True)).to_have_value('Problemas en VPN')
        await desk.get_by_role('button', name='Publicar').click()
        await expect(desk.get_by_role('heading', name='Problemas en VPN')).to_be_visible()
        address = desk.url.replace('/desk/incidents/', '/status/incidents/').removeprefix(people.server.url)
        async with people.window('lucia@mirador.example', address) as portal:
            await portal.get_by_role('button', name='A mí también me pasa').click()
            await portal.wait_for_url('**/tickets/MV-*')
            await connected(portal)
            await expect(portal.get_by_text('La VPN corta las sesiones.')).to_be_visible()
            await expect(desk.get_by_text('1 persona')).to_be_visible()
            await desk.get_by_label('Qué comunicas', exact=True).fill('Cambiamos el concentrador.')
            await desk.get_by_label('Fase').select_option('identified')
            await desk.get_by_role('button', name='Publicar actualización').click()
            await expect(portal.get_by_text('Cambiamos el concentrador.')).to_be_visible()
            await expect(desk.get_by_label('Qué comunicas', exact=True)).to_have_value('')
            await expect(desk.get_by_label('Fase')).to_have_value('')
            await expect(desk.get_by_label('Fase').locator('option').first).to_contain_text('Identificado')
            await desk.get_by_label('Qué comunicas', exact=True).fill('Ya funciona.')
            await desk.get_by_label('Fase').select_option('resolved')
            await desk.get_by_role('button', name='Publicar actualización').click()
            await expect(portal.get_by_role('button', name='Sí, confirmar')).to_be_visible()
            await expect(portal.get_by_text('Ya funciona.')).to_be_visible()
            learnt = desk.get_by_role('region', name='Qué aprendimos')
            await learnt.get_by_label('Análisis posterior').fill('Un concentrador viejo.')
            await learnt.get_by_role('button', name='Guardar').click()
            await expect(learnt).to_contain_text('Guardado por Marta')
            await expect(learnt.get_by_label('Análisis posterior')).to_have_value('Un concentrador viejo.')


async def test_the_template_that_was_chosen_last_gives_its_words(people: People) -> None:
    async with people.window('marta@mesa.example', '/desk/incidents/new') as desk:
        template = desk.get_by_label('Plantilla')
        names = ['Investigando: Estamos investigando', 'Resuelto: Servicio restablecido']
        await template.evaluate(CHOSEN_AT_ONCE, names)
        words = desk.get_by_label('Qué comunicas', exact=True)
        await expect(words).to_have_value(re.compile('normalidad|restablec'))
        assert await words.evaluate(ARRIVING_IN_TURN) == ['dos', 'dos y medio']
