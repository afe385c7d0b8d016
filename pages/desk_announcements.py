"""`/desk/announcements`: what is told to whom, from when until when, and who has read it (S2-1)."""

from functools import partial

from nicegui.element import Element

from models import Announcement
from services import audiences
from services.clock import now
from services.knowledge import announcements
from services.knowledge.announcement_rules import Announcing
from services.knowledge.announcements import THING, TOPIC
from services.settings import load
from webui.actions import action
from webui.board.announced import KIND
from webui.board.announcement_form import announcement_fields, draft_of
from webui.desk.desk_place import Place
from webui.elements import button, empty_state, heading, icon, icon_button, link, tag
from webui.form.audience_field import READERS
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.formats import moment
from webui.i18n import _, ngettext
from webui.live import LiveList, live
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.viewer import viewer


@shell.page('/desk/announcements', Access.STAFF)
async def desk_announcements() -> None:
    title(_('Announcements'))
    await AnnouncementsPage().draw()


class AnnouncementsPage:
    """The list, live, and the dialogs of one announcement."""

    async def draw(self) -> None:
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow'):
            self._dialogs = tag('div')
            with tag('div', '', 'page-head'):
                with link('', Place().address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                    icon('arrow-left')
                heading(_('Announcements'))
                new = _('New announcement')
                self._new = button(new, partial(self._edit, None), icon_name='plus', kind='primary')
            self._rows = LiveList[Announcement](
                tag('div', '', 'rows'), key=lambda row: row.id, stamp=self._stamp, make=_make, update=self._update
            )
            self._nothing = empty_state(
                'megaphone', _('Nothing announced yet'), _('Tell your customers what is new, planned or moved.')
            )
            await live([TOPIC, 'settings'], self._show, every=60)

    async def _show(self) -> None:
        person = await viewer()
        rows = await announcements.everything(person)
        self._may_publish = (await load(Announcing)).allows(person)
        self._new.set_visibility(self._may_publish)
        self._rows.show(rows)
        self._rows.parent.set_visibility(bool(rows))
        self._nothing.set_visibility(not rows)

    def _update(self, place: Element, row: Announcement) -> None:
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                link(row.title, f'/announcements/{row.id}', 'texts-title', dir='auto')
                tag('span', ' · '.join(_facts(row)), 'muted small')
            word, tone = _state(row)
            tag('span', word, 'chip', data_tone=tone)
            with tag('div', '', 'texts-actions'):
                icon_button(_('Who has read “%(title)s”', title=row.title), 'eye', partial(self._receipts, row))
                if self._may_publish:
                    icon_button(_('Change “%(title)s”', title=row.title), 'pencil', partial(self._edit, row))
                    icon_button(_('Delete “%(title)s”', title=row.title), 'trash-2', partial(self._delete, row))

    def _stamp(self, row: Announcement) -> tuple[object, ...]:
        return self._may_publish, *_stamp(row)

    @action
    async def _edit(self, row: Announcement | None) -> None:
        async def save(values: Values) -> None:
            known = (row.id, row.updated_at) if row else ()
            await announcements.save(await viewer(), draft_of(values), *known)
            dialog.run_method('close')

        words = await audiences.chosen(THING, row.id) if row else ()
        with opened(self._dialogs, _('Change announcement') if row else _('New announcement')) as dialog:
            form = Form(save)
            await announcement_fields(form, row, words)
            with form.element:
                sheet_foot(_('Save') if row else _('Publish'))

    @action
    async def _receipts(self, row: Announcement) -> None:
        found = await announcements.receipts(await viewer(), row.id)
        with opened(self._dialogs, _('Who has read “%(title)s”', title=row.title)):
            if not found:
                tag('p', _('Nobody with an account has opened it yet.'), 'muted')
            with tag('dl', '', 'facts'):
                for one in found:
                    tag('dt', one.company or _('Without a company'))
                    tag('dd', ngettext('%(n)d person', '%(n)d people', one.readers))

    @action
    async def _delete(self, row: Announcement) -> None:
        async def delete() -> None:
            await announcements.delete(await viewer(), row.id)

        confirm(
            self._dialogs,
            _('Delete “%(title)s”?', title=row.title),
            _('It vanishes at once for everybody, and so do its receipts.'),
            _('Delete'),
            delete,
        )


def _make(_row: Announcement) -> Element:
    return tag('div', '', 'texts-row')


def _stamp(row: Announcement) -> tuple[object, ...]:
    return row.updated_at, row.title, _state(row), *_facts(row)


def _facts(row: Announcement) -> list[str]:
    """«Aviso · Todo el mundo · hoy, 9:00 – sáb 28 nov, 18:00»"""
    until = f' – {moment(row.ends_at)}' if row.ends_at else ''
    told = [_(KIND[row.kind].word), _(READERS[row.reach]), moment(row.starts_at) + until]
    return [*told, *([_('Pinned')] if row.is_pinned else []), *([_('Kiosk')] if row.on_kiosk else [])]


def _state(row: Announcement) -> tuple[str, str]:
    """Whether it is shown: word and tone."""
    if row.ends_at and row.ends_at <= now():
        return _('Over'), 'quiet'
    return (_('Shown now'), 'ok') if row.starts_at <= now() else (_('To come'), 'info')
