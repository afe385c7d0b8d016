"""What the papers say and what the program does are the same; nothing of one machine stands in a file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import files, place, tree

TOP_LEVEL = set(
    'webui models pages services tests assets deploy docs .ci Makefile pyproject.toml requirements.lock'
    ' README.md CONTRIBUTING.md LICENSE .gitignore .gitattributes'.split()
)
RULE_ID = re.compile(r'\bS[0-4]-\d+\b|\b1\.6-[a-z]\b')

HOSTS = re.compile(r'(?:pypi|pythonhosted|npmjs|deb\.debian|yarnpkg)\.(?:org|com)')
HOMES = 'work|tmp|farm|root|home|Users'
MACHINE_PATHS = re.compile(rf'(?<![\w.])/(?:{HOMES})/\w')


def undocumented_settings(root: Path) -> list[str]:
    """Settings that the table of README.md leaves out, and rows of it that nothing reads."""
    read = {f'MESA_{field.upper()}' for field in _settings(root / 'services/env.py')}
    readme = root / 'README.md'
    rows = readme.read_text(encoding='utf-8').splitlines() if readme.exists() else []
    told = {name for row in rows if row.startswith('|') for name in re.findall(r'`(MESA_\w+)', row.split('|')[1])}
    return [
        *(f'README.md: no row in the configuration table for {name}' for name in sorted(read - told)),
        *(f'README.md: nothing reads {name}' for name in sorted(told - read)),
    ]


def settings_read_elsewhere(root: Path) -> list[str]:
    """MESA_… variables read past services/env.py."""
    return [
        f'{place(root, path, number)}: {line.strip()}'
        for path in files(root)
        if path.suffix == '.py' and path.relative_to(root).parts[0] in ('models', 'services', 'webui', 'pages')
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1)
        if re.search(r'environ\b.*MESA_|getenv\(.*MESA_', line)
    ]


def strangers_at_the_top(root: Path) -> list[str]:
    """Files and folders at the top level that do not belong there."""
    return sorted({path.relative_to(root).parts[0] for path in files(root)} - TOP_LEVEL)


def hosts_and_paths(root: Path) -> list[str]:
    """Hosts of package registries, and paths that exist on somebody's machine only."""
    return [
        f'{place(root, path, number)}: {hit[0]}'
        for path, number, line in _lines(root)
        for hit in (HOSTS.search(line), MACHINE_PATHS.search(line))
        if hit
    ]


def unknown_rules(root: Path) -> list[str]:
    """Rule ids that are not in tests/rules.txt."""
    known = rules(root).keys()
    return [
        f'{place(root, path, number)}: {rule}'
        for path, number, line in _lines(root)
        if path.suffix == '.py'
        for rule in RULE_ID.findall(line)
        if rule not in known
    ]


def rules(root: Path) -> dict[str, str]:
    """Id -> text of every rule of tests/rules.txt, in its order."""
    lines = (root / 'tests/rules.txt').read_text(encoding='utf-8').splitlines()
    return dict(line.split(' ', 1) for line in lines if RULE_ID.match(line))


def _settings(path: Path) -> list[str]:
    return [
        field.target.id
        for settings in tree(path).body
        if isinstance(settings, ast.ClassDef) and 'BaseSettings' in map(ast.unparse, settings.bases)
        for field in settings.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    ]


def _lines(root: Path) -> Iterator[tuple[Path, int, str]]:
    for path in files(root):
        try:
            text = path.read_text(encoding='utf-8')
        except UnicodeDecodeError:
            continue  # a picture, a font
        yield from ((path, number, line) for number, line in enumerate(text.splitlines(), 1))
