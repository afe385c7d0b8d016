"""Values never become props, classes, styles, scripts or HTML by gluing strings: that is how injection begins."""

import ast
from pathlib import Path

from tests.house.source import name_of, nodes, place, program, tree

SINKS = set(
    'props classes style default_props default_classes default_style run_javascript'
    ' add_head_html add_body_html add_css add_scss add_sass'.split()
)


def glued(root: Path) -> list[str]:
    """Calls of a sink whose argument is an f-string, a %, a + or a .format, there or in a variable filled that way.

    What markupsafe.Markup formats is escaped, and may pass.
    """
    return [
        f'{place(root, path, call.lineno)}: .{name_of(call)}({ast.unparse(argument)[:60]}) is built from parts'
        for path in program(root, 'webui', 'pages')
        for scope in _scopes(path)
        for call in _calls(scope)
        if name_of(call) in SINKS
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]
        for value in [argument, *_values(scope, argument)]
        if any(_glues(node, _markup(tree(path))) for node in ast.walk(value))
    ]


def _scopes(path: Path) -> list[ast.AST]:
    functions = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    return [tree(path), *(node for node in nodes(path) if isinstance(node, functions))]


def _within(scope: ast.AST) -> list[ast.AST]:
    """The nodes of a scope without those of the functions in it."""
    nodes: list[ast.AST] = []
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return nodes


def _calls(scope: ast.AST) -> list[ast.Call]:
    return [node for node in _within(scope) if isinstance(node, ast.Call)]


def _values(scope: ast.AST, argument: ast.expr) -> list[ast.expr]:
    """What the scope puts into the variable that is the argument."""
    if not isinstance(argument, ast.Name):
        return []
    return [
        node.value
        for node in _within(scope)
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == argument.id for target in node.targets)
    ]


def _markup(module: ast.Module) -> set[str]:
    """The module's names for pieces of Markup."""
    return {
        ast.unparse(target)
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and name_of(node.value) == 'Markup'
        for target in node.targets
    }


def _glues(node: ast.AST, markup: set[str]) -> bool:
    match node:
        case ast.FormattedValue() | ast.BinOp(op=ast.Mod()):
            return True
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _is_text(left) or _is_text(right)
        case ast.Call(func=ast.Attribute(attr='format', value=template)):
            return ast.unparse(template) not in markup
    return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
