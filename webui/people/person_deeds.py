"""What an admin can do with an account: let in, put out, a new link, sessions, the second factor, a merge."""

from collections.abc import Awaitable, Callable

from models import User
from services.accounts import invitations, second_factor
from services.accounts.admission import awaits_approval
from services.desk import handing_back
from services.mail.addresses import NO_MAIL
from services.people import person_access
from webui.actions import action
from webui.elements import button, notify, tag
from webui.form.sheet import confirm
from webui.i18n import _, ngettext
from webui.people.pending_card import approve_dialog, decline_dialog
from webui.people.person_merge import merge_dialog
from webui.viewer import viewer

Deed = Callable[[], Awaitable[None]]


class PersonDeeds:
    """The card with the buttons; `show` leaves those that can be done now."""

    def __init__(self, person: User, *, is_self: bool) -> None:
        self._person, self._is_self = person, is_self
        with tag('section', '', 'card', aria_label=_('Access')) as self.element:
            with tag('div', '', 'card-head'):
                tag('h2', _('Access'), 'card-title')
            with tag('div', '', 'card-body person-deeds'):
                self._approve = button(_('Approve'), self._ask_approval, kind='primary')
                self._decline = button(_('Decline'), self._ask_decline)
                self._invite = button(_('Invite again'), self._send_invitation, icon_name='mail')
                self._link = button(_('Mail a link for a new password'), self._send_link, icon_name='key-round')
                self._sessions = button(_('End all sessions'), self._ask_sessions, icon_name='log-out')
                self._factor = button(_('Take away the second factor'), self._ask_factor, icon_name='smartphone')
                self._merge = button(_('Merge into another account'), self._ask_merge, icon_name='merge')
                self._off = button(_('Deactivate'), self._ask_off, icon_name='user-x')
                self._on = button(_('Let in again'), self._let_in, icon_name='user-check')
        self._dialogs = tag('div')

    def show(self, person: User, sessions: int) -> None:
        self._person = person
        has_mail, waits = not person.email.endswith(NO_MAIL), awaits_approval(person)
        can_come = person.is_active and has_mail
        for element, is_there in (
            (self._approve, waits or (person.is_active and bool(person.wanted_company and person.verified_at))),
            (self._decline, waits or (person.is_active and bool(person.wanted_company and person.verified_at))),
            (self._invite, can_come and person.password_hash is None),
            (self._link, can_come and person.password_hash is not None),
            (self._sessions, bool(sessions)),
            (self._factor, person.totp_confirmed_at is not None and person.is_active),
            (self._merge, not self._is_self),
            (self._off, person.is_active and not self._is_self),
            (self._on, not person.is_active and not waits),
        ):
            element.set_visibility(is_there)
        self.element.set_visibility(person.merged_into_id is None)

    @action
    async def _ask_approval(self) -> None:
        await approve_dialog(self._dialogs, self._person)

    @action
    async def _ask_decline(self) -> None:
        decline_dialog(self._dialogs, self._person)

    @action
    async def _send_invitation(self) -> None:
        person = self._person
        await invitations.invite(await viewer(), person.email, person.full_name, person.role, person.organization)
        notify(_('The invitation to %(email)s is on its way.', email=person.email))

    @action
    async def _send_link(self) -> None:
        await person_access.send_link(await viewer(), self._person.id)
        notify(_('The link to %(email)s is on its way. It works once, for an hour.', email=self._person.email))

    @action
    async def _ask_sessions(self) -> None:
        async def end() -> None:
            await person_access.end_sessions(await viewer(), self._person.id)

        follows = _('What is open closes within seconds. Drafts are kept.')
        self._confirm(_('End all sessions of %(name)s?'), follows, _('End them'), end)

    @action
    async def _ask_factor(self) -> None:
        async def take_away() -> None:
            await second_factor.reset(await viewer(), self._person)

        follows = _('Make sure that it is this person who asks. All sessions end, and a mail tells of it.')
        self._confirm(_('Take away the second factor of %(name)s?'), follows, _('Take it away'), take_away)

    @action
    async def _ask_merge(self) -> None:
        await merge_dialog(self._dialogs, self._person)

    @action
    async def _ask_off(self) -> None:
        async def deactivate() -> None:
            count = await person_access.deactivate(await viewer(), self._person.id)
            if count:
                notify(ngettext('%(n)d ticket is back in the queue.', '%(n)d tickets are back in the queue.', count))

        count = len(await handing_back.open_of(self._person)) if self._person.is_staff else 0
        follows = _('Nobody signs in with it any more, and what is open closes within seconds. Nothing is deleted.')
        if count:
            back = ngettext(
                '%(n)d open ticket goes back to the queue.', '%(n)d open tickets go back to the queue.', count
            )
            follows = f'{follows} {back}'
        self._confirm(_('Deactivate %(name)s?'), follows, _('Deactivate'), deactivate)

    @action
    async def _let_in(self) -> None:
        await person_access.activate(await viewer(), self._person.id)

    def _confirm(self, question: str, follows: str, does: str, act: Deed) -> None:
        confirm(self._dialogs, question % {'name': self._person.full_name}, follows, does, act)
