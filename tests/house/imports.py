"""Imports run one way: pages -> webui -> services -> models, without a cycle; the ORM stays in services and models."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.source import FOLDERS, folder, nodes, place, program

BELOW = {
    'models': {'models'},
    'services': {'services', 'models'},
    'webui': {'webui', 'services', 'models'},
    'pages': {'webui', 'services', 'models'},
}
COMPOSITION_ROOT = {'webui/__main__.py', 'webui/app.py'}

# What only a queryset or a model can do …
QUERIES = set(
    'annotate bulk_create bulk_update execute_query execute_query_dict execute_script fetch_related filter'
    ' get_or_create get_or_none order_by prefetch_related refresh_from_db select_for_update select_related'
    ' update_or_create using_db values_list visible_to'.split()
)
# … and what is a query when a model is asked for it.
OF_A_MODEL = set('all bulk count create delete exclude exists first get in_bulk last raw update values'.split())


def imported(among: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import among these nodes; `from a import b` gives `a.b`."""
    for node in among:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f'{node.module}.{alias.name}') for alias in node.names)


def upward(root: Path) -> list[str]:
    """Imports from a folder above, from another page, or of pages anywhere but in the composition root."""
    faults = []
    for path in program(root):
        here = folder(root, path)
        allowed = BELOW[here]
        if path.relative_to(root).as_posix() in COMPOSITION_ROOT:
            allowed = allowed | {'pages'}
        for line, name in imported(nodes(path)):
            if (there := name.split('.')[0]) in BELOW and there not in allowed:
                faults.append(f'{place(root, path, line)}: {here} imports {name}')
    return faults


def nicegui_below_webui(root: Path) -> list[str]:
    """NiceGUI in services or models."""
    return _imports_of(root, 'nicegui', 'services', 'models')


def orm_above_services(root: Path) -> list[str]:
    """Tortoise, or a query, in webui or pages."""
    faults = _imports_of(root, 'tortoise', 'webui', 'pages')
    for path in program(root, 'webui', 'pages'):
        models = {name.rsplit('.')[-1] for _, name in imported(nodes(path)) if name.startswith('models.')}
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked, method = node.func.value, node.func.attr
                is_model = isinstance(asked, ast.Name) and asked.id in models and asked.id[0].isupper()
                if method in (QUERIES | OF_A_MODEL if is_model else QUERIES):
                    faults.append(f'{place(root, path, node.lineno)}: .{method}(…) is a query')
    return faults


def cycles(root: Path) -> list[str]:
    """Files that import each other, directly or round a corner; imports for types alone do not count."""
    modules = {_module(root, path): path for path in program(root)}
    edges = {name: _needs(path, modules) - {name} for name, path in modules.items()}
    done: set[str] = set()
    faults: list[str] = []

    def follow(name: str, way: list[str]) -> None:
        if name in way:
            faults.append(' -> '.join([*way[way.index(name) :], name]))
        elif name not in done:
            for needed in sorted(edges[name]):
                follow(needed, [*way, name])
            done.add(name)

    for name in edges:
        follow(name, [])
    return faults


def _imports_of(root: Path, package: str, *folders: str) -> list[str]:
    return [
        f'{place(root, path, line)}: imports {name}'
        for path in program(root, *folders)
        for line, name in imported(nodes(path))
        if name.split('.')[0] == package
    ]


def _module(root: Path, path: Path) -> str:
    return '.'.join(path.relative_to(root).with_suffix('').parts).removesuffix('.__init__')


def _needs(path: Path, modules: dict[str, Path]) -> set[str]:
    types_only = {
        inner
        for node in nodes(path)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith('TYPE_CHECKING')
        for inner in imported(ast.walk(node))
    }
    needed = set()
    for _, name in set(imported(nodes(path))) - types_only:
        if name.split('.')[0] in FOLDERS:
            found = name if name in modules else name.rpartition('.')[0]
            needed |= {found} & modules.keys()
    return needed
