"""What an admin fills in about remote support: the program, its link, and the code that connects both sides (S0-27)."""

from nicegui.events import GenericEventArguments

from services.refusals import Invalid
from services.tickets.remote_program import LONGEST_LINK, LONGEST_NAME, PRESETS, RemoteSupport
from webui.actions import action
from webui.elements import button, tag
from webui.form.forms import KEEP, Form, texts
from webui.form.setting_fields import built, number
from webui.i18n import _

SHOWN_EVERY = 0.4  # seconds while somebody types
EXAMPLE = 'MV-1024', 'k7f3q2'  # of a ticket and a session
TAKE = """(event) => {
    const { form, dataset } = event.currentTarget;
    for (const name of ["name", "link"]) form.elements[name].value = dataset[name];
    form.elements.link.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def remote_fields(form: Form, value: RemoteSupport) -> None:
    """Draw them, with the programs that are known and what the link comes to."""
    with form.element, tag('div', '', 'remote-presets', role='group', aria_label=_('Known programs')):
        for name, link in PRESETS.items():
            button(name, data_name=name, data_link=link).on('click', js_handler=TAKE)
    form.line('name', _('Name of the program'), value=value.name, maxlength=LONGEST_NAME)
    hint = _('{ticket} becomes the number, {session} a word that only both sides have. Empty: no link.')
    form.line('link', _('Link that starts it'), hint=hint, value=value.link, maxlength=LONGEST_LINK, spellcheck='false')
    with form.element:
        comes_to = tag('p', '', 'hint remote-example', role='status')
        pair = tag('div', '', 'setting-pair')

    def show(typed: RemoteSupport) -> None:
        address = typed.address(*EXAMPLE)
        comes_to.text = _('For example: %(address)s', address=address) if address else ''

    @action
    async def written(event: GenericEventArguments) -> None:
        try:
            show(built(value, form, texts(event.args)))
        except Invalid:  # it is being typed still
            comes_to.text = ''

    for field in (
        number(form, 'code_digits', _('Length of the code'), _('digits'), value.code_digits),
        number(form, 'lifetime_minutes', _('How long it is good'), _('minutes'), value.lifetime_minutes),
    ):
        field.box.move(pair)
    form.element.on('input', written, js_handler=KEEP, throttle=SHOWN_EVERY, leading_events=False)
    show(value)
