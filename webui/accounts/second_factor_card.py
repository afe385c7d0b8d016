"""Setting up a second factor, and taking it off: an app reads the code or gets the secret typed; then ten codes."""

from collections.abc import Callable, Sequence
from functools import partial

from nicegui import ui

from models import User
from services import settings
from services.accounts import second_factor, totp
from services.accounts.second_factor import SetUp
from services.refusals import Refused
from webui.accounts.qr_code import qr_markup
from webui.actions import action
from webui.edge.session_cookie import token_of_client
from webui.elements import Tag, button, heading, icon, tag
from webui.form.copy_button import copy_button
from webui.form.forms import Form, Values, send_button
from webui.i18n import _, ngettext
from webui.markup import fill, rich
from webui.viewer import forget, viewer


class SecondFactorPanel:
    """Draws into `place`; `show` draws what holds now, and leaves alone what somebody is doing."""

    def __init__(self, place: Tag, on_kept: Callable[[], None] | None = None) -> None:
        self._place, self._on_kept = place, on_kept
        self._drawn: tuple[object, ...] = ()
        self._is_setting_up = False
        self.is_busy = False  # with a code that is being checked, or the codes to keep

    async def show(self) -> None:
        if self.is_busy:
            return
        person = await _person()
        if self._is_setting_up and not person.totp_confirmed_at:
            return
        left = await second_factor.codes_left(person)
        now = (person.totp_confirmed_at, left, await second_factor.is_demanded(person))
        if now == self._drawn:
            return
        self._drawn, self._is_setting_up = now, False
        self._place.clear()
        with self._place:
            if person.totp_confirmed_at:
                self._is_on(left, is_demanded=now[2])
            elif await second_factor.asks_password(person, _token()):
                tag('p', _('When you sign in, a code of an app on your phone is asked too.'), 'muted')
                form = Form(self._begin)
                form.line('password', _('Your password'), type_='password', autocomplete='current-password')
                with form.element, tag('div', '', 'form-foot'):
                    send_button(_('Set up'), 'key-round')
            else:
                await self._begin({})

    def _is_on(self, left: int, *, is_demanded: bool) -> None:
        with tag('p', '', 'banner', data_tone='ok'):
            icon('circle-check')
            tag('span', _('A code is asked when you sign in.'))
        tag('p', ngettext('%(n)d recovery code left', '%(n)d recovery codes left', left), 'muted small')
        form = Form(self._again, classes='form')
        form.line('password', _('Your password'), type_='password', autocomplete='current-password')
        with form.element, tag('div', '', 'form-foot'):
            codes, off = send_button(_('New recovery codes')), send_button(_('Turn off'))
        if is_demanded:
            off.delete()
        for one, name in ((codes, 'codes'), (off, 'off')):
            one.classes(replace='button button-secondary')
            one.props.update({'name': 'does', 'value': name})
            del one.props['data-send']

    async def _begin(self, values: Values) -> None:
        person = await _person()
        begun = await second_factor.begin(person, values.get('password', ''), _token())
        desk = await settings.load(settings.Desk)
        self._is_setting_up = True
        self._place.clear()
        with self._place:
            self._set_up(begun, person, desk.name)

    def _set_up(self, begun: SetUp, person: User, desk: str) -> None:
        secret = begun.secret
        with tag('ol', '', 'factor-steps'):
            tag('li', _('Install an app for codes on your phone, such as Aegis, FreeOTP or Google Authenticator.'))
            with tag('li'):
                tag('p', _('Let it read this code, or type the key:'))
                name = _('QR code for the app')
                fill(rich('div', 'qr-box'), qr_markup(totp.address(secret, person.email, desk), name))
                spaced = ' '.join(secret[at : at + 4] for at in range(0, len(secret), 4))
                tag('code', spaced, 'secret-key', aria_label=_('Key to type'))
            tag('li', _('Write the six digits that it shows:'))
        form = Form(partial(self._confirm, begun))
        form.line('code', _('Code'), autocomplete='one-time-code', inputmode='numeric', maxlength=9)
        with form.element, tag('div', '', 'form-foot'):
            send_button(_('Turn on'))

    async def _confirm(self, begun: SetUp, values: Values) -> None:
        person = await _person()
        self.is_busy = True  # the views of this person hear of it before the codes are drawn
        try:
            codes = await second_factor.confirm(person, begun, values.get('code', ''), _token())
        except Refused:
            self.is_busy = False
            raise
        self._kept(codes)

    async def _again(self, values: Values) -> None:
        person, password = await _person(), values.get('password', '')
        if values.get('does') == 'off':
            await second_factor.disable(person, password, _token())
            _read_again()
            await self.show()
        else:
            self._kept(await second_factor.new_codes(person, password))

    def _kept(self, codes: Sequence[str]) -> None:
        """The codes, which nobody will see again: they stay until the person says that they are kept."""
        _read_again()
        self.is_busy = True
        self._place.clear()
        with self._place:
            told = heading(_('Keep these ten codes where you find them without your phone.'), 2)
            told.props['tabindex'] = '-1'
            tag('p', _('Each lets you in once instead of a code of the app. You see them only now.'), 'muted small')
            with tag('ul', '', 'recovery-codes', aria_label=_('Recovery codes')):
                for code in codes:
                    with tag('li'):
                        tag('code', code)
            copy_button('\n'.join(codes))
            button(_('I have kept them'), self._go_on, kind='primary')
        told.run_method('focus')

    @action
    async def _go_on(self) -> None:
        if self._on_kept:
            self._on_kept()
            return
        self.is_busy, self._drawn = False, ()
        await self.show()


async def _person() -> User:
    """As the database has him now."""
    return await second_factor.read_again(await viewer())


def _token() -> str:
    return token_of_client(ui.context.client) or ''


def _read_again() -> None:
    forget(_token())
