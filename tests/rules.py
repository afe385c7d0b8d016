"""`make rules`: each rule of tests/rules.txt with the tests that prove it."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.house.documents import rules
from tests.house.source import ROOT, files, folder, tree


def proofs(root: Path) -> dict[str, list[str]]:
    """Rule id -> the tests marked with it, as pytest names them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in files(root):
        if folder(root, path) == 'tests' and path.name.startswith('test_') and path.suffix == '.py':
            _collect(tree(path), path.relative_to(root).as_posix(), found)
    return found


def _collect(node: ast.AST, name: str, found: defaultdict[str, list[str]]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            _collect(child, f'{name}::{child.name}', found)
        elif isinstance(child, ast.Call) and ast.unparse(child.func) == 'pytest.mark.rule':
            for rule in child.args:
                found[ast.literal_eval(rule)].append(name)
        else:
            _collect(child, name, found)


def report(root: Path) -> str:
    """The rules in their order, the tests of each below it, and the totals."""
    all_rules, proved = rules(root), proofs(root)
    lines = []
    for rule, text in all_rules.items():
        lines.append(f'{"✓" if rule in proved else "·"} {rule:6} {text}')
        lines += (f'           {test}' for test in proved.get(rule, ()))
    count = len(all_rules.keys() & proved.keys())
    return '\n'.join([*lines, f'{count} of {len(all_rules)} rules have a test, {len(all_rules) - count} have none.'])


if __name__ == '__main__':
    print(report(ROOT))
