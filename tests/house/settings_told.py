"""Every setting that an admin decides is told in docs/settings.md, and every conflict that one of them settles."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import name_of, nodes, program, tree

TOLD = 'docs/settings.md'
READERS = frozenset(('load', 'last', 'stored', 'group_card', 'saying_card', 'said'))  # their first argument is a group
CONFLICTS = [f'1.6-{letter}' for letter in 'abcdefghi']


def undocumented(root: Path) -> list[str]:
    """Fields of groups without a row, rows without a field, and conflicts that nothing is said of."""
    text = (root / TOLD).read_text(encoding='utf-8') if (root / TOLD).exists() else ''
    cells = (line.split('|')[1] for line in text.splitlines() if line.startswith('| `'))
    rows = {name for cell in cells for name in re.findall(r'`(\w+\.\w+)`', cell)}
    whole = set(re.findall(r'^`(\w+)` is no setting', text, re.MULTILINE))
    fields = {name for name in _fields(root) if name.split('.')[0] not in whole}
    return [
        *(f'{TOLD}: no row for {name}' for name in sorted(fields - rows)),
        *(f'{TOLD}: no setting is called {name}' for name in sorted(rows - fields)),
        *(f'{TOLD}: nothing about {conflict}' for conflict in CONFLICTS if conflict not in text),
    ]


def _fields(root: Path) -> Iterator[str]:
    """`group.field` of every dataclass of services/ that is read as a group of settings: all of it has defaults."""
    groups = {name for path in program(root) for name in _read_in(path)}
    for path in program(root, 'services'):
        classes = {one.name: one for one in tree(path).body if isinstance(one, ast.ClassDef)}
        for name, group in classes.items():
            bases = [classes[base] for base in map(ast.unparse, group.bases) if base in classes]
            fields = [field for one in (group, *bases) for field in _fields_of(one)]
            if (
                name in groups
                and any(one.decorator_list for one in (group, *bases))
                and all(one.value for one in fields)
            ):
                yield from (f'{name.lower()}.{ast.unparse(field.target)}' for field in fields)


def _read_in(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Call) and node.args and name_of(node) in READERS:
            match node.args[0]:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name


def _fields_of(group: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    for field in group.body:
        if isinstance(field, ast.AnnAssign) and not ast.unparse(field.annotation).startswith('ClassVar'):
            yield field
