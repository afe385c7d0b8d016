"""Where the files lie that are no Python: catalogues, demo desk, presets, icons."""

from pathlib import Path

ASSETS = Path(__file__).parent.parent / 'assets'
