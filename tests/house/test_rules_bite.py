"""Each house rule, held against a small house that breaks it, and one that does not."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.house import built_code, colours, documents, imports, messages, settings_told, sizes, untranslated
from tests.rules import proofs, report

House = Callable[[dict[str, str]], Path]


@pytest.fixture
def house(tmp_path: Path) -> House:
    def build(texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding='utf-8')
        return tmp_path

    return build


def po(*entries: str) -> str:
    return '\n\n'.join(['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"', *entries]) + '\n'


SPANISH = 'assets/locale/es/LC_MESSAGES/mesa.po'


@pytest.mark.parametrize(
    ('path', 'text', 'is_fault'),
    [
        ('models/a.py', 'import services.clock', True),
        ('services/a.py', 'def f():\n    from webui import live', True),
        ('webui/a.py', 'from pages import home', True),
        ('pages/a.py', 'from pages.home import draw', True),
        ('pages/a.py', 'from webui.live import live\nfrom services import queue', False),
        ('webui/app.py', 'from pages import home', False),
    ],
)
def test_upward(house: House, path: str, text: str, is_fault: bool) -> None:
    assert bool(imports.upward(house({path: text}))) is is_fault


def test_cycles(house: House) -> None:
    good = {
        'models/a.py': 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from models.b import B',
        'models/b.py': 'from models.a import A',
    }
    assert imports.cycles(house(good)) == []


def test_cycles_round_a_corner(house: House) -> None:
    bad = {
        'services/a.py': 'from services.b import B',
        'services/b.py': 'def later():\n    from services import c',
        'services/c.py': 'import services.a',
    }
    assert imports.cycles(house(bad)) == ['services.a -> services.b -> services.c -> services.a']


def test_nicegui_below_webui(house: House) -> None:
    root = house({'services/a.py': 'from nicegui import ui', 'webui/a.py': 'from nicegui import ui'})
    assert imports.nicegui_below_webui(root) == ['services/a.py:1: imports nicegui.ui']


@pytest.mark.parametrize(
    ('text', 'is_fault'),
    [
        ('from tortoise.expressions import Q', True),
        ('from models import Ticket\nasync def f(): await Ticket.all()', True),
        ('def f(rows): return rows.filter(a=1).order_by("b")', True),
        ('from models import Ticket\ndef f(t: Ticket): return list(t.entries)\nitems = {}.get(1)', False),
    ],
)
def test_orm_above_services(house: House, text: str, is_fault: bool) -> None:
    assert bool(imports.orm_above_services(house({'pages/a.py': text}))) is is_fault


def test_sizes(house: House) -> None:
    long = 'def f():\n' + '    g()\n' * 60
    root = house({'services/long.py': long * 5, 'tests/test_long.py': 'x = 1\n' * 251, 'services/short.py': 'x = 1\n'})
    assert [fault.split(':')[0] for fault in sizes.long_files(root)] == ['services/long.py', 'tests/test_long.py']
    assert len(sizes.long_functions(root)) == 5
    assert sizes.long_on_the_whole(root)[0] == 'the median is 153 lines'


def test_sizes_of_a_good_house(house: House) -> None:
    root = house({'services/a.py': 'x = 1\n' * 250, 'services/b.py': 'x = 1\n' * 20, 'services/c.py': 'x = 1\n' * 20})
    assert sizes.long_files(root) + sizes.long_functions(root) + sizes.long_on_the_whole(root) == []


@pytest.mark.parametrize(
    ('path', 'text', 'colour'),
    [
        ('assets/css/base.css', '.a { color: #fff; }', '#fff'),
        ('assets/css/base.css', '.a { border: 1px solid red }', 'red'),
        ('assets/css/base.css', '.a { .b { x: y } background: RGB(0 0 0 / 50%); }', 'RGB('),
        ('assets/js/a.js', "el.style.color = '#0b6b63'", '#0b6b63'),
        ('assets/icons.svg', '<path fill="#123456"/>', '#123456'),
        ('pages/a.py', "STYLE = 'color: #0b6b63'", '#0b6b63'),
        ('webui/a.py', "tag('b', classes='text-red-5')", 'text-red-5'),
        ('webui/a.py', "ui.icon('x', color='crimson')", 'crimson'),
    ],
)
def test_literal_colours(house: House, path: str, text: str, colour: str) -> None:
    assert colours.literal(house({path: text})) == [f'{path}:1: {colour}']


@pytest.mark.parametrize(
    ('path', 'text'),
    [
        ('assets/css/tokens.css', ':root { --ink: #1c1b18; }'),
        ('assets/css/base.css', '#fab .a:hover { color: var(--red); white-space: nowrap; /* #fff red */ }'),
        ('assets/icons.svg', '<path fill="none" stroke="currentColor"/>'),
        ('pages/a.py', '"""Fixes #2272, in red."""\nx = f(\'#main\', \'&#123;\')'),
    ],
)
def test_what_is_no_literal_colour(house: House, path: str, text: str) -> None:
    assert colours.literal(house({path: text})) == []


@pytest.mark.parametrize(
    ('text', 'is_fault'),
    [
        ("el.props(f'href={url}')", True),
        ("el.classes('a ' + name)", True),
        ("ui.run_javascript('f(%s)' % x)", True),
        ("ui.add_head_html('<b>{}</b>'.format(x))", True),
        ("def f(x):\n    code = f'g({x})'\n    ui.run_javascript(code)", True),
        ("el.style('color: red' if x else f'{y}')", True),
        ("el.props('flat').classes('a b')\nel.props['href'] = url\nprint(f'{x}')", False),
        ('LINK = Markup(\'<a href="{}">\')\nui.add_head_html(LINK.format(url))', False),
        ("def f(x):\n    code = f'{x}'\ndef g(code):\n    el.props(code)", False),
    ],
)
def test_glued_code(house: House, text: str, is_fault: bool) -> None:
    assert bool(built_code.glued(house({'webui/a.py': text}))) is is_fault


@pytest.mark.parametrize(
    ('text', 'is_fault'),
    [
        ("tag('h1', 'My tickets')", True),
        ("ui.button('Send')", True),
        ("field(label='your name')", True),
        ("ui.notify(f'{n} tickets are new')", True),
        ("_('One way ' + ('and another' if is_so else ''))", True),
        ("ui.label('Yes' if ok else '')", True),
        ("def tag(name, text, classes): ...\ntag('h1', _('My tickets'), 'a wide title')", False),
        ("tag('h1', _('My tickets'))\nui.button(_('Send'), icon='send')\nlog.info('It is sent')", False),
        ("ui.html('<b title=\"The title\">{}</b>')\ntag('title', ' · Mesa Viva')", False),
        ("tag('div', classes='card wide').props('aria-live polite')\nraise ValueError('Not so')", False),
    ],
)
def test_untranslated(house: House, text: str, is_fault: bool) -> None:
    assert bool(untranslated.strings(house({'pages/a.py': text}))) is is_fault


@pytest.mark.parametrize(
    ('entry', 'fault'),
    [
        ('msgid "Hello"\nmsgstr "Hola"', '"Hi %(name)s" is not in it'),
        ('msgid "Hi %(name)s"\nmsgstr ""', '"Hi %(name)s" is empty'),
        ('#, fuzzy\nmsgid "Hi %(name)s"\nmsgstr "Hola %(name)s"', '"Hi %(name)s" is only guessed (fuzzy)'),
        ('msgid "Hi %(name)s"\nmsgstr "Hola %(nombre)s"', '"Hi %(name)s" has other placeholders than its msgid'),
        ('msgid "Hi %(name)s"\nmsgstr "Hola %(name)s 5 %"', '"Hi %(name)s" has a % that is neither %(name)s nor %%'),
        ('msgid "Hi %(name)s"\nmsgstr "Hola %(name)s"', None),
    ],
)
def test_catalogues(house: House, entry: str, fault: str | None) -> None:
    root = house({'pages/a.py': 'f"{_(\'Hi %(name)s\', name=n)}"', SPANISH: po(entry)})
    assert (f'{SPANISH}:1: {fault}' in messages.incomplete(root)) if fault else messages.incomplete(root) == []


def test_plural_forms(house: House) -> None:
    spanish = po('msgid "one ticket"\nmsgid_plural "%(n)d tickets"\nmsgstr[0] "un ticket"\nmsgstr[1] "%(n)d tickets"')
    root = house({'pages/a.py': "ngettext('one ticket', '%(n)d tickets', n)", SPANISH: spanish})
    assert messages.incomplete(root) == []


def test_catalogues_are_updated_without_noise(house: House) -> None:
    spanish = po('msgid "Gone"\nmsgstr "Se fue"', 'msgid "Stays"\nmsgstr "Queda"')
    root = house({'pages/a.py': "_('New'), _('Stays')", SPANISH: spanish})
    messages.update(root)
    updated = (root / SPANISH).read_text(encoding='utf-8')
    assert 'msgid "New"\nmsgstr ""\n\nmsgid "Stays"\nmsgstr "Queda"' in updated
    assert 'Gone' not in updated
    messages.update(root)
    assert (root / SPANISH).read_text(encoding='utf-8') == updated


def test_the_icon_of_the_site_repeats_tokens(house: House) -> None:
    drawing = '<path fill="#0b6b63" stroke="#c0ffee"/>'
    root = house({'assets/css/tokens.css': ':root { --accent: #0b6b63 }', 'assets/favicon.svg': drawing})
    assert colours.literal(root) == ['assets/favicon.svg:1: #c0ffee']


def test_languages_without_catalogue(house: House) -> None:
    languages = "LANGUAGES: Mapping[str, str] = {'es': 'Español', 'en': 'English', 'pt': 'Português'}"
    assert messages.languages_without_catalogue(house({'services/language.py': languages, SPANISH: po()})) == ['pt']


def test_settings(house: House) -> None:
    settings = 'class Environment(BaseSettings):\n    host: str = "a"\n    port: int = 1\n'
    readme = '| variable | means |\n|---|---|\n| `MESA_HOST` | where |\n| `MESA_OLD` | nothing |\n'
    root = house({'services/env.py': settings, 'README.md': readme, 'webui/a.py': 'os.environ["MESA_X"]'})
    assert documents.undocumented_settings(root) == [
        'README.md: no row in the configuration table for MESA_PORT',
        'README.md: nothing reads MESA_OLD',
    ]
    assert documents.settings_read_elsewhere(root) == ['webui/a.py:1: os.environ["MESA_X"]']


def test_what_admins_decide(house: House) -> None:
    group = '@dataclass\nclass Closing:\n    days: int = 7\n    seconds: int = 10\n'
    saying = "@dataclass\nclass Saying:\n    texts: dict = field()\n    ours: ClassVar[str] = ''\n"
    saying += 'class Thanks(Saying): ...\n'
    other = '@dataclass\nclass Feed:\n    name: str\n'
    page = 'load(Closing)\nsaying_card(sayings.Thanks, 1)\nload(Feed)\n'
    told = ''.join(f'{conflict}\n' for conflict in settings_told.CONFLICTS[1:])
    rows = f'| `closing.days` | for how long |\n| `closing.old` | nothing |\n{told}'
    files = {'services/a.py': group + other, 'services/b.py': saying, 'pages/a.py': page, 'docs/settings.md': rows}
    assert settings_told.undocumented(house(files)) == [
        'docs/settings.md: no row for closing.seconds',
        'docs/settings.md: no row for thanks.texts',
        'docs/settings.md: no setting is called closing.old',
        'docs/settings.md: nothing about 1.6-a',
    ]


def test_strangers_hosts_and_paths(house: House) -> None:
    path, host = '/' + 'tmp/x', 'files.python' + 'hosted.org'
    root = house({'utils/a.py': f'open("{path}")', 'README.md': f'from {host}', 'Makefile': 'all: data/x'})
    assert documents.strangers_at_the_top(root) == ['utils']
    assert len(documents.hosts_and_paths(root)) == 2


def test_rules_and_their_proofs(house: House) -> None:
    test = "@pytest.mark.rule('S0-1', 'S9-9')\nclass Case:\n    @pytest.mark.rule('S0-1')\n    def test_it(self): ...\n"
    rules = 'Heading\n\nS0-1 The first\nS0-2 The second\n'
    unknown = 'S4-' + '99'
    root = house({'tests/rules.txt': rules, 'tests/test_a.py': test, 'models/a.py': f'"""Implements {unknown}."""'})
    assert documents.unknown_rules(root) == [f'models/a.py:1: {unknown}']
    assert sorted(proofs(root)['S0-1']) == ['tests/test_a.py::Case', 'tests/test_a.py::Case::test_it']
    assert report(root).endswith('1 of 2 rules have a test, 1 have none.')
