"""`/desk/texts`: the canned texts, which the people of the desk keep themselves."""

from functools import partial

from nicegui.element import Element

from models import CannedText
from services.desk import canned_shelf, canned_texts
from services.language import LANGUAGES, Words
from services.tickets import bulk
from webui.actions import action
from webui.desk.canned_menu import THEN
from webui.desk.desk_place import Place
from webui.elements import button, empty_state, heading, icon, icon_button, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.i18n import _
from webui.live import LiveList, live
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.viewer import viewer


@shell.page('/desk/texts', Access.STAFF)
async def desk_texts() -> None:
    title(_('Canned texts'))
    await TextsPage().draw()


class TextsPage:
    """The list, live, and the dialogs of one text."""

    async def draw(self) -> None:
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow'):
            self._dialogs = tag('div')
            with tag('div', '', 'page-head'):
                with link('', Place().address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                    icon('arrow-left')
                heading(_('Canned texts'))
                button(_('New text'), partial(self._edit, None), icon_name='plus', kind='primary')
            self._rows = LiveList[CannedText](
                tag('div', '', 'rows'), key=lambda text: text.id, stamp=_stamp, make=_make, update=self._update
            )
            self._nothing = tag('div')
            with self._nothing:
                empty_state('file-text', _('No texts yet'), _('Write down what you answer often.'))
            await live(['canned', 'catalog'], self._show)

    async def _show(self) -> None:
        texts = await canned_shelf.all_texts(await viewer())
        self._rows.show(texts)
        self._rows.parent.set_visibility(bool(texts))
        self._nothing.set_visibility(not texts)

    def _update(self, row: Element, text: CannedText) -> None:
        row.clear()
        with row:
            with tag('div', '', 'texts-words'):
                tag('b', text.title, dir='auto')
                where = _(Words.of(text.department, 'name')) if text.department else _('All departments')
                tag('span', ' · '.join(filter(None, (where, LANGUAGES.get(text.language, '')))), 'muted small')
            tag('span', _(THEN[text.then][0]), 'chip', data_tone='work') if text.then in THEN else tag('span')
            with tag('div', '', 'texts-actions'):
                icon_button(_('Change “%(title)s”', title=text.title), 'pencil', partial(self._edit, text))
                icon_button(_('Delete “%(title)s”', title=text.title), 'trash-2', partial(self._delete, text))

    @action
    async def _edit(self, text: CannedText | None) -> None:
        async def save(values: Values) -> None:
            await canned_shelf.save(await viewer(), values, text)
            dialog.run_method('close')

        departments = [(str(row.id), _(Words.of(row, 'name'))) for row in await bulk.departments()]
        with opened(self._dialogs, _('Change text') if text else _('New text')) as dialog:
            form = Form(save)
            title_ = form.line(
                'title', _('Title'), value=text.title if text else '', maxlength=canned_shelf.LONGEST_TITLE
            )
            title_.control.props['autofocus'] = True
            form.prose('body', _('Text'), value=text.body if text else '', rows=8, maxlength=canned_shelf.LONGEST)
            _blanks(form)
            chosen = str(text.department_id or '') if text else ''
            form.select('department', _('Department'), [('', _('All departments')), *departments], value=chosen)
            languages = [('', _('Any language')), *LANGUAGES.items()]
            form.select('language', _('Language of the customer'), languages, value=text.language if text else '')
            then = [('', _('Only put in the text')), *((event, _(send)) for event, (send, _what) in THEN.items())]
            form.select('then', _('With it'), then, value=text.then if text else '')
            with form.element:
                sheet_foot(_('Save'))

    @action
    async def _delete(self, text: CannedText) -> None:
        async def delete() -> None:
            await canned_shelf.delete(await viewer(), text.id)

        confirm(
            self._dialogs,
            _('Delete “%(title)s”?', title=text.title),
            _('Nobody will be offered this text any more. What was sent stays.'),
            _('Delete'),
            delete,
        )


def _stamp(text: CannedText) -> tuple[object, ...]:
    return text.title, text.body, text.language, text.department and text.department.name, text.then


def _make(_text: CannedText) -> Element:
    return tag('div', '', 'texts-row')


def _blanks(form: Form) -> None:
    """What a blank is filled with."""
    with form.element, tag('details', '', 'blanks small'):
        tag('summary', _('What the desk fills in by itself'))
        with tag('dl', '', 'facts'):
            for name, meaning in canned_texts.PLACEHOLDERS.items():
                tag('dt', '{' + name + '}')
                tag('dd', _(meaning))
