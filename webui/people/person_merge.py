"""Merging an account into another: whose it is, what would happen, and doing it."""

from collections.abc import Iterator

from nicegui import ui
from nicegui.element import Element

from models import User
from services.language import N_
from services.people import merging_people, people_directory
from services.people.merging_people import Preview
from services.people.people_directory import Wanted
from services.refusals import Invalid
from webui.actions import action
from webui.elements import button, notify, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.i18n import _, ngettext
from webui.viewer import viewer

OFFERED = 20


async def merge_dialog(place: Element, old: User) -> None:
    """First look for the account that is kept, then see what would happen."""

    async def look(values: Values) -> None:
        wanted = Wanted(values.get('text', '').strip(), role=old.role)
        page = await people_directory.page(await viewer(), wanted)
        others = [one for one in page.people if one.id != old.id and one.is_active][:OFFERED]
        if not wanted.text or not others:
            raise Invalid({'text': N_('Nobody of this role is found.')})
        found.clear()
        with found:
            for one in others:
                _choice(place, old, one)

    with opened(place, _('Merge %(name)s into another account', name=old.full_name)):
        tag('p', _('Everything of this account becomes the other one’s, and nobody signs in with it any more.'))
        form = Form(look)
        field = form.line('text', _('Which account is kept?'), hint=_('Name, mail or phone'), type_='search')
        field.control.props['autofocus'] = True
        with form.element:
            sheet_foot(_('Search'))
        found = tag('div', '', 'stack-tight')


def _choice(place: Element, old: User, kept: User) -> None:
    @action
    async def show() -> None:
        _preview(place, await merging_people.preview(await viewer(), old.id, kept.id))

    company = kept.organization.name if kept.organization else ''
    button(' · '.join(filter(None, (kept.full_name, kept.email, company))), show, dir='auto')


def _preview(place: Element, told: Preview) -> None:
    old, kept = told.old, told.kept

    async def merge(_values: Values) -> None:
        await merging_people.merge(await viewer(), old.id, kept.id)
        notify(_('Merged. Mails of %(email)s are of %(name)s from now on.', email=old.email, name=kept.full_name))
        ui.navigate.to(f'/settings/people/{kept.id}')

    with opened(place, _('What happens when you merge')):
        tag('p', _('%(old)s becomes %(kept)s', old=old.email, kept=kept.email), dir='auto')
        with tag('ul', '', 'prose'):
            for words in _words(told):
                tag('li', words)
        tag('p', _('This cannot be undone.'), 'field-warning')
        form = Form(merge)
        with form.element:
            sheet_foot(_('Merge'))


def _words(told: Preview) -> Iterator[str]:
    kept = told.kept.full_name
    yield ngettext('%(n)d ticket is of %(name)s then.', '%(n)d tickets are of %(name)s then.', told.tickets, name=kept)
    if told.assigned:
        yield ngettext('%(n)d assigned ticket moves.', '%(n)d assigned tickets move.', told.assigned)
    yield ngettext('%(n)d line bears that name.', '%(n)d lines bear that name.', told.lines)
    if told.copies:
        yield ngettext('In copy of %(n)d ticket.', 'In copy of %(n)d tickets.', told.copies)
    if told.drafts:
        yield ngettext('%(n)d draft is kept.', '%(n)d drafts are kept.', told.drafts)
    if told.departments:
        yield ngettext('Works in %(n)d more department.', 'Works in %(n)d more departments.', told.departments)
    if told.sessions:
        yield ngettext('%(n)d session ends.', '%(n)d sessions end.', told.sessions)
    yield _('Links that were mailed to the old address stop working; its password is gone.')
    if told.changes_company:
        yield _('They are in different companies: tickets stay with the company they were opened in.')
