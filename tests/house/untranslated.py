"""Texts that people read go through `_` or `N_`."""

import ast
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from tests.house.messages import TEXTS
from tests.house.source import name_of, nodes, place, program

SAYS = set('text label title hint placeholder message caption heading tooltip aria_label alt'.split())
# Parameters of our own drawing functions that nobody reads.
NAMES_THINGS = set('classes name tag kind key href url path icon icon_name tone field topic event role slot id'.split())

# Calls that draw nothing: their strings are read by programs, or by operators in a log.
SILENT = re.compile(
    r'props|classes|style|default_\w+|on|run_javascript|run_method|emit|add_\w+|module|require|import_module'
    r'|getattr|setattr|hasattr|join|split|replace|strip|removeprefix|removesuffix|startswith|endswith|strftime|strptime'
    r'|compile|match|fullmatch|search|sub|findall|format_\w+|encode|decode|get|pop|setdefault|append_header|set_cookie'
    r'|debug|info|warning|error|exception|critical|print|getLogger|page|Path|ZoneInfo|TypeVar|NewType|cast|Header'
    r'|\w*Error|\w*Exception|Response|PlainTextResponse|HTMLResponse'
)


def strings(root: Path) -> list[str]:
    """Strings that read like words for people, given to a call that draws, outside `_`, `N_` and `ngettext`.

    Or put together inside these: the catalogues have whole texts only.
    """
    parameters = _parameters(root)
    return [
        f'{place(root, path, text.lineno)}: {text.value!r}'
        for path in program(root, 'webui', 'pages')
        if path.name != '__main__.py'  # the command line speaks English to operators
        for call in nodes(path)
        if isinstance(call, ast.Call) and not SILENT.fullmatch(name_of(call))
        for text in _said(call, parameters.get(name_of(call), []))
        if _is_for_people(text.value) and not (name_of(call) in TEXTS and text in call.args)
    ]


def _parameters(root: Path) -> dict[str, list[str]]:
    """Function of ours -> the names of its positional parameters."""
    return {
        node.name: [parameter.arg for parameter in [*node.args.posonlyargs, *node.args.args]]
        for path in program(root, 'webui', 'pages')
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _said(call: ast.Call, parameters: list[str]) -> Iterator[ast.Constant]:
    named = zip_longest(call.args, parameters[: len(call.args)])
    given = [argument for argument, parameter in named if parameter not in NAMES_THINGS]
    given += [keyword.value for keyword in call.keywords if keyword.arg in SAYS]
    while given:
        match given.pop():
            case ast.Constant(value=str()) as text:
                yield text
            case ast.JoinedStr(values=parts):
                given += parts
            case ast.IfExp(body=one, orelse=other):
                given += [one, other]
            case ast.BinOp(left=one, right=other):
                given += [one, other]
            case ast.BoolOp(values=several):
                given += several


def _is_for_people(text: str) -> bool:
    """Words: letters and a space between words, or a capital and then small letters. Markup and our name are not."""
    text = re.sub(r'<.*?>|Mesa Viva', '', text, flags=re.DOTALL)
    words = re.findall(r'[^\W\d_]{2,}', text)
    return bool(words) and (bool(re.search(r'[^\W\d_]{2,} [^\W\d_]', text)) or words[0].istitle())
