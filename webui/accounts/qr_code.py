"""QR codes, as one path that has the colour of the text around it."""

import segno
from markupsafe import Markup

QUIET = 4  # modules around it, which readers need
CODE = Markup('<svg class="qr-code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>')


def qr_markup(content: str, name: str) -> Markup:
    """The code of `content`; `name` says what it is."""
    rows = [[bool(module) for module in row] for row in segno.make(content, error='m').matrix_iter(border=QUIET)]
    path = ''.join(f'M{x} {y}h1v1h-1z' for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return CODE.format(len(rows), name, path)
