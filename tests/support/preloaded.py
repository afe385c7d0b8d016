"""The last that the forkserver imports: what each server would read and walk at its start is done once for all."""

import gc

from babel import Locale

from services.language import LANGUAGES, translator

for language in LANGUAGES:
    translator(language)
    assert Locale.parse(language).datetime_formats
gc.collect()
gc.freeze()
