"""A file of people as spreadsheets write it: its encoding, its separator and its columns are found out. Pure."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from models.db.folding import fold
from services.language import N_, Text
from services.refusals import Invalid

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
SEPARATORS = ';,\t'
# What the head of a column is called, in Spanish, English and Portuguese, without accents
HEADS: Mapping[str, Sequence[str]] = {
    'email': ('correo', 'correo electronico', 'email', 'e-mail', 'mail', 'mail address', 'e-mail address'),
    'full_name': ('nombre', 'nombre completo', 'name', 'full name', 'nome', 'nome completo'),
    'surname': ('apellido', 'apellidos', 'surname', 'last name', 'sobrenome'),
    'phone': ('telefono', 'phone', 'telephone', 'telefone', 'tel', 'celular', 'movil', 'mobile'),
    'company': ('empresa', 'company', 'organizacion', 'organization', 'organizacao', 'companhia'),
    'language': ('idioma', 'language', 'lingua'),
}
_FIELD_OF = {head: field for field, heads in HEADS.items() for head in heads}


@dataclass(frozen=True)
class Line:
    """A row: the line of the file where it begins, from 1, and its cells by field."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows under the heads; `ignored` are the heads of columns that mean nothing to us."""

    lines: Sequence[Line]
    ignored: Sequence[str]


def read(raw: bytes) -> Table:
    """The people in a file. `Invalid` by `file` where it is none of people, or too much."""
    if len(raw) > MOST_BYTES:
        raise _refused(N_('At most %(size)d MB fit.', size=MOST_BYTES // 1_000_000))
    text = _text(raw)
    rows = csv.reader(StringIO(text, newline=''), delimiter=_separator(text), strict=True)
    heads: list[str] = []
    fields: list[str] = []
    lines: list[Line] = []
    begins = 1
    try:
        for row in rows:
            begins, number = rows.line_num + 1, begins
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not heads:
                heads, fields = cells, [_FIELD_OF.get(' '.join(fold(cell).split()), '') for cell in cells]
                _check_heads(fields)
                continue
            if len(lines) == MOST_LINES:
                raise _refused(N_('At most %(most)d people fit into one file.', most=MOST_LINES))
            lines.append(Line(number, _cells(fields, cells)))
    except csv.Error:
        raise _refused(N_('Line %(number)d cannot be read: look at its quotation marks.', number=begins)) from None
    if not lines:
        raise _refused(N_('There is nobody in this file.'))
    return Table(lines, [head for head, field in zip(heads, fields, strict=True) if head and not field])


def _text(raw: bytes) -> str:
    """As UTF-8, UTF-16, or what Windows writes in the west."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        tried = ['utf-16']
    elif len(raw) > 1 and 0 in raw[:2]:
        tried = ['utf-16-be' if raw[0] == 0 else 'utf-16-le']
    else:
        tried = ['utf-8-sig', 'cp1252']
    for encoding in tried:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(N_('This is not a text file. Save it as CSV.'))


def _separator(text: str) -> str:
    """What stands most often in the first line that is not empty."""
    head = next((line for line in text.splitlines() if line.strip()), '')
    return max(SEPARATORS, key=head.count)


def _check_heads(fields: Sequence[str]) -> None:
    if 'email' not in fields:
        raise _refused(N_('The first line has to name the columns, one of them “Correo”, “Email” or “E-mail”.'))
    named = [field for field in fields if field]
    if len(named) != len(set(named)):
        raise _refused(N_('Two columns mean the same.'))


def _cells(fields: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    found = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
    if surname := found.pop('surname', ''):
        found['full_name'] = f'{found.get("full_name", "")} {surname}'.strip()
    return found


def _refused(text: Text) -> Invalid:
    return Invalid({'file': text})
