"""The terms of service as people meet them: the box that accepts them, and the whole text (S4-24)."""

from nicegui.element import Element

from models import Terms
from services import markdown
from services.accounts import terms
from webui.elements import tag
from webui.form.field import Field
from webui.form.forms import Form
from webui.i18n import _
from webui.markup import fill, rich


def terms_field(form: Form, version: Terms | None, *, with_link: bool = True) -> None:
    """A box that accepts this version, where there is one, with a link to its text."""
    if version is None:
        return
    with form.element:
        box = tag('input', '', '', type='checkbox', name='terms', value=str(version.id), required=True)
        field = Field(_('I accept the terms of service'), '', box)
        field.box.classes('tick')
        if with_link:
            field.hint.set_visibility(True)
            with field.hint:
                tag('a', _('Read version %(version)d', version=version.version), href='/terms', target='_blank')
    form.add('terms', field)


def terms_text(version: Terms) -> Element:
    """The text in the reader's language, which scrolls by keyboard too."""
    text = rich('div', 'prose terms-text')
    text.props.update({'tabindex': '0', 'role': 'region', 'aria-label': _('Terms of service')})
    fill(text, markdown.render(_(terms.words(version))))
    return text
