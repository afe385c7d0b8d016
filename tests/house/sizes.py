"""Files stay small and a function fits a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.house.source import files, nodes, place, program

FILE = 250
HALF_OF_THE_FILES = 80
FUNCTION = 60


def long_files(root: Path) -> list[str]:
    """Python files, tests too, of more than 250 lines."""
    return [
        f'{place(root, path)}: {lines} lines'
        for path in files(root)
        if path.suffix == '.py' and 'migrations' not in path.parts and (lines := _lines(path)) > FILE
    ]


def long_on_the_whole(root: Path) -> list[str]:
    """The median of the program's files, when it is 80 lines or more, with the longest."""
    sizes = {path: _lines(path) for path in program(root) if path.name != '__init__.py'}
    middle = median(sizes.values() or [0])
    if middle < HALF_OF_THE_FILES:
        return []
    longest = sorted(sizes, key=lambda path: sizes[path], reverse=True)[:10]
    return [f'the median is {middle:.0f} lines', *(f'{place(root, path)}: {sizes[path]} lines' for path in longest)]


def long_functions(root: Path) -> list[str]:
    """Functions of the program of more than 60 lines."""
    return [
        f'{place(root, path, function.lineno)}: {function.name} has {lines} lines'
        for path in program(root)
        for function in _functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION
    ]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding='utf-8').splitlines())


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
