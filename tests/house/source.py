"""The files of the project as the house rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDERS = ('models', 'services', 'webui', 'pages')
ROOT = Path(__file__).parents[2]


@cache
def files(root: Path) -> tuple[Path, ...]:
    """Every file of the project, committed or about to be, without what git ignores; below `root`, sorted."""
    if (root / '.git').exists():
        listing = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
        names = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True).stdout.split('\0')
        found = (root / name for name in names if name)
    else:
        found = root.rglob('*')
    return tuple(sorted(path for path in found if path.is_file()))


def place(root: Path, path: Path, line: int = 1) -> str:
    """Where a fault is, as editors understand it."""
    return f'{path.relative_to(root)}:{line}'


def folder(root: Path, path: Path) -> str:
    """The first folder of `path` below `root`; '' for a file at the top."""
    parts = path.relative_to(root).parts
    return parts[0] if len(parts) > 1 else ''


def program(root: Path, *folders: str) -> Iterator[Path]:
    """The Python files of the program (of these folders of it), without generated migrations."""
    for path in files(root):
        is_ours = folder(root, path) in (folders or FOLDERS) and path.suffix == '.py'
        if is_ours and 'migrations' not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding='utf-8'), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of it; walking the tree takes as long as reading it."""
    return tuple(ast.walk(tree(path)))


def name_of(call: ast.Call) -> str:
    """The last name of what is called: `label` for `ui.label(…)`; '' for what has no name."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ''
