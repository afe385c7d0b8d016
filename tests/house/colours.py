"""Every colour is a token: literal colours stand in assets/css/tokens.css and nowhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import files, folder, nodes, place, program

TOKENS = 'assets/css/tokens.css'
ALONE = {'assets/favicon.svg'}  # drawn outside every page, so it repeats values of tokens.css
NAMES = (
    'aqua|beige|black|blue|brown|coral|crimson|cyan|fuchsia|gold|gray|green|grey|indigo|ivory|khaki|lavender|lime|magenta'
    '|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|silver|snow|tan|teal|tomato|turquoise|violet|wheat|white'
    '|whitesmoke|yellow'
)
SHADES = rf'(?:dark|deep|dim|ghost|hot|light|medium|midnight|pale|royal|sea|sky|slate|steel)*(?:{NAMES})'
NUMBER = (
    r'(?<![\w&])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\w-])'
    r'|(?<![\w-])(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\('
)
NAME = rf'(?<![\w#./-])(?:{SHADES})(?![\w(-])'

NUMBERED = re.compile(NUMBER, re.IGNORECASE)
NUMBERED_OR_NAMED = re.compile(f'{NUMBER}|{NAME}', re.IGNORECASE)
QUASAR = re.compile(rf'\b(?:(?:text|bg)-(?:{NAMES})(?:-\d+)?\b|color=(?:{NAMES})\b)')
SVG_PAINT = re.compile(r'\b(?:fill|stroke|stop-color|flood-color|color)\s*[=:]\s*["\']?\s*([^"\';>\s]+)')
PAINTLESS = re.compile(r'none|currentcolor|inherit|transparent|url\(.*|var\(.*', re.IGNORECASE)


def literal(root: Path) -> list[str]:
    """Literal colours in style sheets, scripts, drawings and Python."""
    return [f'{place(root, path, line)}: {colour}' for path, line, colour in _found(root)]


def _found(root: Path) -> Iterator[tuple[Path, int, str]]:
    readers = {'.css': _in_css, '.js': _in_js, '.svg': _in_svg}
    tokens = root / TOKENS
    for path in files(root):
        if folder(root, path) == 'assets' and path.suffix in readers and path != tokens:
            for line, colour in readers[path.suffix](path.read_text(encoding='utf-8')):
                if path.relative_to(root).as_posix() not in ALONE or colour not in tokens.read_text(encoding='utf-8'):
                    yield path, line, colour
    for path in program(root):
        yield from ((path, line, colour) for line, colour in _in_python(path))


def _in_css(text: str) -> Iterator[tuple[int, str]]:
    text = re.sub(r'/\*.*?\*/', lambda comment: re.sub(r'[^\n]', ' ', comment[0]), text, flags=re.DOTALL)
    for piece in re.finditer(r'([^{};]*)([{};])', text):
        prop, colon, value = piece[1].partition(':')
        if colon and piece[2] != '{' and prop.strip() not in ('font-family', 'font', 'content'):
            for hit in NUMBERED_OR_NAMED.finditer(value):
                yield text.count('\n', 0, piece.start() + len(prop) + 1 + hit.start()) + 1, hit[0]


def _in_js(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        for quoted in re.finditer(r'(["\'`]).*?\1', line):
            yield from ((number, hit[0]) for hit in NUMBERED.finditer(quoted[0]))


def _in_svg(text: str) -> Iterator[tuple[int, str]]:
    for hit in SVG_PAINT.finditer(text):
        if not PAINTLESS.fullmatch(hit[1]):
            yield text.count('\n', 0, hit.start()) + 1, hit[1]


def _in_python(path: Path) -> Iterator[tuple[int, str]]:
    # A docstring, or any other bare string, is prose: "see issue #2272".
    prose = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            hit = NUMBERED.search(node.value) or QUASAR.search(node.value)
            if hit:
                yield node.lineno, hit[0]
        elif isinstance(node, ast.keyword) and node.arg == 'color' and _is_shade(node.value):
            yield node.value.lineno, ast.literal_eval(node.value)


def _is_shade(value: ast.expr) -> bool:
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return is_text and bool(re.fullmatch(SHADES, ast.literal_eval(value), re.IGNORECASE))
