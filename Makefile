# make run    the desk with its demo on http://127.0.0.1:8080
# make test   every test, browser and databases included
# make check  format, lint, types, house rules, translations
# make bench  ratios against references measured in the same run
# make rules  which rule is proved by which test
# make messages  after texts changed: collects them into the catalogues
# make lock   after dependencies changed: pins them anew (UPGRADE=--upgrade to take newer ones)
# make clean  forgets what was built; data/ stays

.PHONY: run test check bench rules messages lock clean
.DEFAULT_GOAL := run

# Whatever the machine says, what is compiled is kept: each worker and server of the tests would compile it all anew.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
PYTHONS := python3.13 python3.12 python3.11 python3
PYTHON := $(BIN)/python
PIP := $(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes

# A lock file is installed again when its contents change, not when its date does.
RUN_READY := .venv/run-$(firstword $(shell cksum requirements.lock))
TEST_READY := .venv/test-$(firstword $(shell cat requirements.lock tests/requirements.lock | cksum))

run: $(RUN_READY)
	@MESA_DEMO=$${MESA_DEMO:-1} exec $(PYTHON) -m webui serve

# A test keeps most of a core busy, in a browser and a server. On two cores three at a time took 300 s, four 330 s.
test: $(TEST_READY)
	@tests/chromium.sh
	$(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: $(TEST_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTHON) -m pytest -q --confcutdir=tests/house tests/house

bench: $(TEST_READY)
	@tests/chromium.sh
	$(PYTHON) -m tests.bench

rules: $(TEST_READY)
	@$(PYTHON) -m tests.rules

messages: $(TEST_READY)
	$(PYTHON) -m tests.house.messages

lock: export PIP_CONFIG_FILE = /dev/null
lock: export PIP_FIND_LINKS =
LOCK := .venv-lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(UPGRADE)
lock: $(PYTHON)
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	$(LOCK) -o requirements.lock pyproject.toml
	$(LOCK) -o tests/requirements.lock --extra test -c requirements.lock pyproject.toml
	rm -rf .venv-lock

clean:
	rm -rf .venv .venv-lock .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +

$(RUN_READY): | $(PYTHON)
	@echo 'Installing what the desk needs (once) …'
	@$(PIP) -r requirements.lock
	@rm -f .venv/run-* && touch $@

$(TEST_READY): | $(RUN_READY)
	@echo 'Installing what the tests need (once) …'
	@$(PIP) -r tests/requirements.lock
	@rm -f .venv/test-* && touch $@

# A distribution builds its Python with profiles, which makes it about a fifth faster than one that a version manager
# built; `make PYTHONS=…` takes another one.
# A name on the PATH may be a launcher without a Python behind it, so each is asked.
$(PYTHON):
	@for python in $(wildcard $(addprefix /usr/bin/,$(PYTHONS))) $(PYTHONS); do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making .venv with $$($$python --version) …"; exec $$python -m venv .venv; \
		fi; \
	done; \
	echo 'Mesa Viva needs Python 3.11 or newer with its venv module (on Debian: apt-get install python3 python3-venv).' >&2; \
	exit 1
