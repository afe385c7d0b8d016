"""What a file of people would do, line by line, or has done."""

from collections.abc import Mapping

from markupsafe import Markup

from services.language import N_, Text
from services.people.people_import import Kind, Outcome, Plan
from webui.elements import button, tag
from webui.form.difference import difference_markup
from webui.i18n import _, ngettext
from webui.live_rows import LiveRows
from webui.markup import fill, rich

AT_ONCE = 100  # lines
KINDS: Mapping[Kind, tuple[Text, str]] = {
    Kind.NEW: (N_('New account'), 'ok'),
    Kind.CHANGED: (N_('Changed'), 'info'),
    Kind.UNCHANGED: (N_('As it is'), 'quiet'),
    Kind.REFUSED: (N_('Left out'), 'bad'),
}
FIELDS: Mapping[str, Text] = {
    'full_name': N_('Name'),
    'phone': N_('Telephone'),
    'company': N_('Company'),
    'language': N_('Language'),
}
_ROW = Markup(
    '<div class="import-row" data-row="{line}"><span class="number">{number}</span>'
    '<p><b dir="auto">{email}</b><br><span class="muted small" dir="auto">{told}</span></p>'
    '<span class="chip" data-tone="{tone}">{word}</span></div>'
)
_COUNT = Markup('<span class="chip" data-tone="{}">{}</span>')
_FIELD = Markup('{}: {}')


class PlanView:
    """The numbers, and the lines that do something or cannot; `show` fills it."""

    def __init__(self) -> None:
        with tag('div', '', 'stack-tight') as self.element:
            self._counts = rich('div', 'import-counts')
            self._ignored = tag('p', '', 'muted small')
            rows = tag('div', '', 'rows', tabindex='0', role='region', aria_label=_('Line by line'))
            self._rows = LiveRows[Outcome](
                rows, key=lambda one: one.line, stamp=lambda one: (one.line, one.kind), draw=_row
            )
            self._more = button(_('Show more'), self._show_more)
        self._shown, self._plan = AT_ONCE, Plan((), (), '')

    def show(self, plan: Plan) -> None:
        self._plan, self._shown = plan, AT_ONCE
        chips = (_COUNT.format(tone, _said(kind, plan.counts[kind])) for kind, (_word, tone) in KINDS.items())
        fill(self._counts, Markup('').join(chips))
        self._ignored.text = _('Columns that are not read: %(names)s', names=', '.join(plan.ignored))
        self._ignored.set_visibility(bool(plan.ignored))
        self._draw()

    def _show_more(self) -> None:
        self._shown += AT_ONCE
        self._draw(anew=False)

    def _draw(self, *, anew: bool = True) -> None:
        self._rows.show(self._plan.outcomes[: self._shown], anew=anew)
        self._more.set_visibility(self._shown < len(self._plan.outcomes))


def _said(kind: Kind, count: int) -> str:
    match kind:
        case Kind.NEW:
            return ngettext('%(n)d new account', '%(n)d new accounts', count)
        case Kind.CHANGED:
            return ngettext('%(n)d changed', '%(n)d changed ones', count)
        case Kind.UNCHANGED:
            return ngettext('%(n)d as it is', '%(n)d as they are', count)
        case Kind.REFUSED:
            return ngettext('%(n)d line left out', '%(n)d lines left out', count)


def _row(one: Outcome) -> Markup:
    word, tone = KINDS[one.kind]
    changes = [
        _FIELD.format(_(FIELDS[field]), difference_markup(old or None, new))
        for field, (old, new) in one.changes.items()
    ]
    return _ROW.format(
        line=one.line,
        number=_('line %(number)d', number=one.line),
        email=one.email,
        told=_(one.reason) if one.reason else Markup(' · ').join(changes),
        tone=tone,
        word=_(word),
    )
