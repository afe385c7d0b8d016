"""`make messages`: collect the texts of the program into its catalogues.

msgids are English and speak for themselves, so only the other languages have a catalogue.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.house.source import ROOT, name_of, nodes, place, program, tree

# _ and ngettext translate for the viewer; N_ marks a text that is translated later, where it is shown.
TEXTS = {'_': 1, 'N_': 1, 'ngettext': 2}  # how many of the first arguments are texts
HEADER = r"""msgid ""
msgstr ""
"Language: {catalog.locale}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {catalog.plural_forms}\n"

"""
PLACEHOLDER = re.compile(r'%(?:\((\w+)\)[sd]|%)')


def extracted(root: Path) -> Catalog:
    """Every text of the program, with the file that shows it."""
    catalog = Catalog(charset='utf-8')
    for path in program(root):
        for call in nodes(path):
            if isinstance(call, ast.Call) and (texts := _texts(call)):
                msgid = texts if len(texts) > 1 else texts[0]
                catalog.add(msgid, locations=[(path.relative_to(root).as_posix(), 1)])
    return catalog


def _texts(call: ast.Call) -> tuple[str, ...]:
    given = call.args[: TEXTS.get(name_of(call), 0)]
    return tuple(one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


def catalogues(root: Path) -> list[Path]:
    return sorted(root.glob('assets/locale/*/LC_MESSAGES/mesa.po'))


def read(path: Path) -> Catalog:
    with path.open('rb') as file:
        return read_po(file, locale=path.parts[-3])


def incomplete(root: Path) -> list[str]:
    """What each catalogue lacks, guesses at, breaks, or has for nobody."""
    texts = {message.id: message for message in extracted(root) if message.id}
    faults = []
    for path in catalogues(root):
        where = place(root, path)
        translated = {message.id: message for message in read(path) if message.id}
        faults += [f'{where}: {_shown(msgid)} is not in it' for msgid in texts.keys() - translated.keys()]
        faults += [f'{where}: {_shown(msgid)} is used nowhere' for msgid in translated.keys() - texts.keys()]
        for msgid in texts.keys() & translated.keys():
            faults += (f'{where}: {_shown(msgid)} {fault}' for fault in _faults(translated[msgid]))
    return sorted(faults)


def languages_without_catalogue(root: Path) -> list[str]:
    """Languages that services/language.py offers and nobody has translated."""
    offered = {
        ast.literal_eval(key)
        for node in tree(root / 'services/language.py').body
        if isinstance(node, ast.AnnAssign | ast.Assign) and ast.unparse(node).startswith('LANGUAGES')
        for key in getattr(node.value, 'keys', ())
    }
    return sorted(offered - {'en'} - {path.parts[-3] for path in catalogues(root)})


def update(root: Path) -> None:
    """Write the catalogues anew: new texts empty, unused ones gone, sorted, one line of diff per changed text."""
    for path in catalogues(root):
        catalog = read(path)
        catalog.update(extracted(root), no_fuzzy_matching=True, update_creation_date=False)
        body = BytesIO()
        write_po(body, catalog, 100, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
        path.write_bytes(HEADER.format(catalog=catalog).encode() + body.getvalue())


def _faults(message: Message) -> Iterator[str]:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(forms):
        yield 'is empty'
        return
    if message.fuzzy:
        yield 'is only guessed (fuzzy)'
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    if any('%' in PLACEHOLDER.sub('', text) for text in (*ids, *forms)):
        yield 'has a % that is neither %(name)s nor %%'
    # "one minute" may leave its number out; the last form, for many, may not.
    if _placeholders(forms[-1]) != _placeholders(ids[-1]) or any(
        not _placeholders(form) <= _placeholders(ids[-1]) for form in forms
    ):
        yield 'has other placeholders than its msgid'


def _placeholders(text: str) -> set[str]:
    return {found[0] for found in PLACEHOLDER.finditer(text) if found[1]}


def _shown(msgid: str | tuple[str, ...] | list[str]) -> str:
    return f'"{msgid if isinstance(msgid, str) else msgid[0]}"'


if __name__ == '__main__':
    update(ROOT)
    left = incomplete(ROOT)
    print(*(left or ['The catalogues are complete.']), sep='\n')
    sys.exit(bool(left))
