"""Tables for spreadsheets: CSV (RFC 4180) in which nothing is taken for a formula (OWASP, CSV Injection)."""

import csv
from collections.abc import Sequence
from io import StringIO

MARK = '\ufeff'  # without it a spreadsheet reads UTF-8 as something else
_FORMULA = ('=', '+', '-', '@', '\t', '\r', '\n')


def harmless(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA[:4]) else text


def csv_row(cells: Sequence[str]) -> str:
    """One line, with its end; every cell is quoted and harmless."""
    line = StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in cells])
    return line.getvalue()
