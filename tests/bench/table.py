"""Compact tables on standard output."""

from collections.abc import Iterable, Sequence


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: the first column is words, the others are numbers."""
    lines = [list(head), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    print(f'\n{title}')
    for line in lines:
        words, *numbers = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print('  ' + '  '.join([words, *numbers]), flush=True)


def ratio(value: float, reference: float) -> str:
    """How many times the reference."""
    return f'{value / reference:.1f}×'


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f'{cell:.0f}' if cell >= 100 else f'{cell:.1f}' if cell >= 10 else f'{cell:.2f}'
    return str(cell)
