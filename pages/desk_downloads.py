"""`/desk/downloads`: what can be downloaded, for whom, and its versions."""

from functools import partial
from uuid import uuid4

from nicegui.element import Element

from models import DownloadFile
from services import audiences
from services.knowledge import downloads
from services.knowledge.article_form import others
from services.knowledge.articles import THING, TOPIC
from services.knowledge.downloads import LONGEST, LONGEST_LABEL, Download
from webui.actions import action
from webui.desk.desk_place import Place
from webui.elements import button, empty_state, heading, icon, icon_button, link, tag
from webui.form.audience_field import READERS, audience_field
from webui.form.file_drop import document_field
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.formats import calendar_day, local, size
from webui.i18n import _, language_name
from webui.live import LiveList, live
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.viewer import viewer


@shell.page('/desk/downloads', Access.STAFF)
async def desk_downloads() -> None:
    title(_('Downloads'))
    await DownloadsPage().draw()


class DownloadsPage:
    """The list, live, and the dialogs of one download."""

    async def draw(self) -> None:
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow'):
            self._dialogs = tag('div')
            with tag('div', '', 'page-head'):
                with link('', Place().address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                    icon('arrow-left')
                heading(_('Downloads'))
                button(_('New download'), partial(self._edit, None), icon_name='plus', kind='primary')
            self._rows = LiveList[Download](
                tag('div', '', 'rows'), key=lambda one: one.article.id, stamp=_stamp, make=_make, update=self._update
            )
            self._nothing = empty_state(
                'download', _('No downloads yet'), _('Programs, forms and guides for your customers.')
            )
            await live([TOPIC], self._show)

    async def _show(self) -> None:
        found = await downloads.everything(await viewer())
        self._rows.show(found)
        self._rows.parent.set_visibility(bool(found))
        self._nothing.set_visibility(not found)

    def _update(self, place: Element, one: Download) -> None:
        name = one.article.title
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                tag('b', name, dir='auto')
                tag('span', _(READERS[one.article.reach]), 'muted small')
                for file in one.files:
                    self._version(name, file)
                if not one.files:
                    tag('span', _('Not offered until it has a file'), 'muted small')
            tag('span')
            with tag('div', '', 'texts-actions'):
                icon_button(_('New version of “%(title)s”', title=name), 'upload', partial(self._upload, one))
                icon_button(_('Change “%(title)s”', title=name), 'pencil', partial(self._edit, one))
                icon_button(_('Delete “%(title)s”', title=name), 'trash-2', partial(self._delete, one))

    def _version(self, name: str, file: DownloadFile) -> None:
        with tag('span', '', 'version small'):
            told = (file.label, size(file.size), calendar_day(local(file.created_at).date()))
            link(file.name, f'/downloads/{file.id}', download='')
            tag('span', ' · '.join(filter(None, told)), 'muted')
            drop = _('Delete version %(version)s of “%(title)s”', version=file.label or file.name, title=name)
            icon_button(drop, 'x', partial(self._remove, drop, file.id))

    @action
    async def _edit(self, one: Download | None) -> None:
        async def save(values: Values) -> None:
            known = (row.id, row.updated_at) if row else ()
            await downloads.save(await viewer(), values, *known)
            dialog.run_method('close')

        row = one.article if one else None
        words = await audiences.chosen(THING, row.id) if row else ()
        with opened(self._dialogs, _('Change download') if row else _('New download')) as dialog:
            form = Form(save)
            labels = {'title': _('Title'), 'summary': _('What it is for')}
            for name, label in labels.items():
                form.line(name, label, value=getattr(row, name, ''), maxlength=LONGEST[name])
            form.fields['title'].control.props['autofocus'] = True
            form.line('position', _('Place in the list'), value=str(row.position if row else ''), inputmode='numeric')
            await audience_field(form, row.reach.value if row else 'everybody', words)
            for language in others():
                texts = row.translations.get(language, {}) if row else {}
                for name, label in labels.items():
                    shown = _('%(label)s, in %(language)s', label=label, language=language_name(language))
                    form.line(f'{name}_{language}', shown, value=texts.get(name, ''), maxlength=LONGEST[name])
            with form.element:
                sheet_foot(_('Save'))

    @action
    async def _upload(self, one: Download) -> None:
        key = str(uuid4())

        async def add(values: Values) -> None:
            await downloads.add_version(await viewer(), one.article.id, values.get('label', ''), key)
            dialog.run_method('close')

        with opened(self._dialogs, _('New version of “%(title)s”', title=one.article.title)) as dialog:
            form = Form(add)
            label = form.line('label', _('Version'), hint=_('Such as 2.4.1; may stay empty.'), maxlength=LONGEST_LABEL)
            label.control.props['autofocus'] = True
            document_field(form, 'file', _('File'), '', key, (), '')
            with form.element:
                sheet_foot(_('Add'))

    @action
    async def _remove(self, name: str, file_id: int) -> None:
        async def remove() -> None:
            await downloads.remove_version(await viewer(), file_id)

        confirm(self._dialogs, name, _('Its file is deleted; who has it keeps it.'), _('Delete'), remove)

    @action
    async def _delete(self, one: Download) -> None:
        async def delete() -> None:
            await downloads.delete(await viewer(), one.article.id)

        confirm(
            self._dialogs,
            _('Delete “%(title)s”?', title=one.article.title),
            _('It goes with all its versions and their files.'),
            _('Delete'),
            delete,
        )


def _make(_one: Download) -> Element:
    return tag('div', '', 'texts-row')


def _stamp(one: Download) -> tuple[object, ...]:
    return one.article.updated_at, *(file.id for file in one.files)
