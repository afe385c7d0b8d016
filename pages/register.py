"""`/register`: an account for who has none: name, address, password, company (S3-11)."""

from nicegui import ui

from services import settings
from services.accounts import passwords, terms
from services.accounts.admission import Registration
from services.people.group_mailboxes import GroupMailbox
from webui.accounts.terms_field import terms_field
from webui.edge.door_posts import local, with_next
from webui.edge.flash import read_flash
from webui.elements import empty_state, heading, link, tag
from webui.form.forms import Form, send_button
from webui.i18n import _
from webui.routing import Access
from webui.shell.door_shell import shell
from webui.shell.title import title
from webui.tickets.question_fields import mailbox_advice
from webui.viewer import anybody

NAME = 200
ADDRESS = 254


@shell.page('/register', Access.ANYONE)
async def register(next: str = '') -> None:  # noqa: A002 - the name in the address
    target = local(next)
    if await anybody():
        ui.navigate.to(target or '/')
        return
    said = read_flash(ui.context.client.request)
    chosen = await settings.load(Registration)
    await settings.load(GroupMailbox)
    title(_('Register'))
    heading(_('Create your account'))
    if chosen.open_to == 'nobody':
        with empty_state(
            'mail', _('Accounts are made by invitation here'), _('Ask us for one, or whoever invited you.')
        ):
            link(_('Back to sign in'), with_next('/login', target), 'button button-secondary')
        return
    tag('p', _('Quick and simple: afterwards you only confirm your mail address.'), 'lead')
    form = Form(method='post', action='/register')
    with form.element:
        tag('input', type='hidden', name='next', value=target)
    name = said.typed.get('name', '')
    form.line('name', _('Name'), value=name, autocomplete='name', maxlength=NAME, required=True)
    hint = _('Use that of your company: that is how we know it.')
    email = form.line(
        'email',
        _('E-mail'),
        hint=hint,
        value=said.email,
        type_='email',
        autocomplete='username',
        maxlength=ADDRESS,
        required=True,
    )
    with email.box, tag('div', '', 'field-warnings', role='status'):
        mailbox_advice('email', said.email)
    form.line(
        'password',
        _('Password'),
        hint=_('At least %(n)d characters. A short sentence is good.', n=passwords.SHORTEST),
        type_='password',
        autocomplete='new-password',
        required=True,
    )
    company = said.typed.get('company', '')
    form.line('company', _('Company'), value=company, autocomplete='organization', maxlength=NAME)
    terms_field(form, await terms.current())
    with form.element:
        send_button(_('Create account')).classes('button-wide')
    form.show(said.problems)
    with tag('p', '', 'door-links small'):
        link(_('I have an account'), with_next('/login', target))
        link(_('Home'), '/')
