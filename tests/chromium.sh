#!/usr/bin/env bash
# Ends well when the tests have a Chromium to drive: the machine's, or Playwright's own; installs one where there is none.
set -eu
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
.venv/bin/python - <<'PYTHON' && exit 0
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not Path(playwright.chromium.executable_path).exists())
PYTHON
echo 'Installing Chromium for the tests (once) …'
from_debian() {
    local as_root=''
    [ "$(id -u)" = 0 ] || as_root='sudo -n'
    command -v apt-get >/dev/null && $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell
}
from_debian || .venv/bin/python -m playwright install chromium
