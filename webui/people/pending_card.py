"""Who has registered and waits for an admin, with the ways to let them in or not (S3-11)."""

from functools import partial

from nicegui.element import Element

from models import Organization, User
from models.db.folding import fold
from services.accounts import admission, registration
from services.people import company_desk
from services.people.people_directory import TOPIC
from services.plain_text import is_id
from webui.actions import action
from webui.elements import button, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.formats import ago_markup
from webui.i18n import _
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.viewer import viewer


class PendingCard:
    """The card; it is there as long as somebody waits."""

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Registrations that wait')) as self._card:
            with tag('div', '', 'card-head'), tag('div'):
                tag('h2', _('Registrations that wait'), 'card-title')
                tag('p', _('They confirmed their address. You decide whether they come in, and with which company.'))
            with tag('div', '', 'card-body'):
                rows = tag('div', '', 'probe-rows')
        self._dialogs = tag('div')
        self._rows = LiveList[User](
            rows,
            key=lambda person: person.id,
            stamp=lambda person: (person.full_name, person.email, person.wanted_company, person.is_active),
            make=lambda _person: tag('div', '', 'probe-row'),
            update=self._update,
        )
        await live([TOPIC], self._show)

    async def _show(self) -> None:
        waiting = await registration.pending(await viewer())
        self._rows.show(waiting)
        self._card.set_visibility(bool(waiting))

    def _update(self, place: Element, person: User) -> None:
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                link(person.full_name, f'/settings/people/{person.id}', '', dir='auto')
                words = _('%(email)s asks for “%(company)s”', email=person.email, company=person.wanted_company)
                with tag('p', '', 'muted small'):
                    tag('span', words, dir='auto')
                    tag('span', ' · ')
                    fill(rich('span'), ago_markup(person.created_at))
            with tag('div', '', 'form-foot'):
                decline = button(_('Decline'), partial(self._decline, person))
                approve = button(_('Approve'), partial(self._approve, person), kind='primary')
                decline.props['aria-label'] = _('Decline %(name)s', name=person.full_name)
                approve.props['aria-label'] = _('Approve %(name)s', name=person.full_name)

    @action
    async def _approve(self, person: User) -> None:
        await approve_dialog(self._dialogs, person)

    @action
    async def _decline(self, person: User) -> None:
        decline_dialog(self._dialogs, person)


async def approve_dialog(place: Element, person: User) -> None:
    """Ask with which company somebody comes in."""

    async def approve(values: Values) -> None:
        actor, chosen = await viewer(), values.get('company', '')
        company = await company_desk.find(actor, int(chosen)) if is_id(chosen) else None
        await registration.approve(actor, person, company)
        dialog.run_method('close')

    known = await company_desk.names(await viewer())
    meant = await admission.company_of(person.email) or _named(person, known)
    options = [('', _('Without a company')), *((str(id_), name) for id_, name in known)]
    with opened(place, _('Approve %(name)s', name=person.full_name)) as dialog:
        tag('p', _('Asked for the company “%(company)s”.', company=person.wanted_company), dir='auto')
        form = Form(approve)
        value = str(meant.id if isinstance(meant, Organization) else meant or '')
        chosen = form.select(
            'company', _('Company'), options, value=value, hint=_('A new one is created on its own page first.')
        )
        chosen.control.props['autofocus'] = True
        with form.element:
            sheet_foot(_('Approve'))


def decline_dialog(place: Element, person: User) -> None:
    """Ask before somebody is sent away."""

    async def decline() -> None:
        await registration.decline(await viewer(), person)

    question = _('Decline %(name)s?', name=person.full_name)
    follows = _('The account stays out of use. You can let the person in later.')
    if person.is_active:
        follows = _('The person stays in, without a company.')
    confirm(place, question, follows, _('Decline'), decline)


def _named(person: User, known: list[tuple[int, str]]) -> int | None:
    """The company that somebody wrote, if there is one of this name."""
    wanted = fold(person.wanted_company)
    return next((id_ for id_, name in known if fold(name) == wanted), None)
