# Everything one does with Catena from its folder. `make help` lists it.
# Paths are relative throughout, so that the folder may lie anywhere, blanks included.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input
NPM := npm --prefix frontend --silent
# Checks need Django's settings, but neither a key nor a server.
MANAGE := CATENA_SECRET_KEY=check DJANGO_SETTINGS_MODULE=catena.settings $(PY) -m django
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

PAGE := frontend/dist/index.html
MODULES := frontend/node_modules/.installed
SOURCES := $(shell find frontend/src frontend/public -type f 2>/dev/null) \
	$(wildcard frontend/index.html frontend/*.ts frontend/package.json)

.PHONY: help run test check check-python check-api check-frontend python-tests frontend-tests \
	test-exchange test-archive journeys pictures wheel image-steps fuzz openapi lock clean

help: ## List what can be done.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

run: $(PAGE) .venv/run.installed ## Install what is missing, build the interface, start Catena.
	@exec $(PY) -m catena up

test: check python-tests frontend-tests journeys ## Run everything that CI runs.

test-exchange: .venv/dev.installed ## Read exports with the heavy programs that are installed.
	$(PY) -m pytest -q -rs tests/exchange_heavy

test-archive: .venv/dev.installed ## Bring random corpora in again as archives, ARCHIVES (1000) of them.
	ARCHIVES=$${ARCHIVES:-1000} $(PY) -m pytest -q tests/exchange/test_archive.py

check: check-python check-api check-frontend ## Run the fast half: format, lint, types, contracts.

check-python: .venv/dev.installed ## Check format, lint, types, layers, sizes, migrations.
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m mypy --cache-dir .mypy_cache --config-file clients/python/pyproject.toml clients/python/src
	$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()'
	$(PY) -m pytest -q -p no:cacheprovider tests/test_architecture.py
	$(MANAGE) makemigrations --check --dry-run
	$(PY) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

check-api: .venv/dev.installed $(MODULES) ## Check that the API's description fits the code.
	@mkdir -p build
	$(MANAGE) spectacular --validate --fail-on-warn --file build/openapi.yaml
	@diff -u api/openapi.yaml build/openapi.yaml || \
		{ echo "api/openapi.yaml is out of date: run “make openapi” and commit."; exit 1; }
	@cp frontend/src/api/schema.d.ts build/schema.d.ts
	@$(NPM) run types
	@diff -u build/schema.d.ts frontend/src/api/schema.d.ts || \
		{ echo "frontend/src/api/schema.d.ts was out of date; it is new now: commit it."; exit 1; }

check-frontend: $(MODULES) ## Check the interface's format, lint, types and layers.
	$(NPM) run check

python-tests: .venv/dev.installed $(PAGE) ## Run the Python tests on a PostgreSQL and Valkey of their own.
	$(PY) -m pytest -q

frontend-tests: $(MODULES) ## Run the interface's unit tests.
	$(NPM) run test

journeys: $(PAGE) .venv/dev.installed ## Run the browser journeys in Chromium.
	@chromium=$$(scripts/find-chromium) && CATENA_CHROMIUM="$$chromium" $(NPM) run e2e

pictures: $(PAGE) .venv/dev.installed ## Take the pictures of the guide anew.
	@chromium=$$(scripts/find-chromium) && CATENA_CHROMIUM="$$chromium" node scripts/guide-pictures.mjs

wheel: .venv/dev.installed $(PAGE) ## Build the package, with the interface in it, into build/wheels.
	$(PY) -m pip wheel --quiet --no-deps --wheel-dir build/wheels .

image-steps: .venv/dev.installed ## Follow the Dockerfile's steps in the empty folder FOLDER, without an engine.
	$(PY) -m tests.packaging.image "$(FOLDER)"

fuzz: .venv/dev.installed ## Read damaged files, FUZZ_SECONDS (300) for each reader or READER=wxr.
	@$(PY) -m tests.fuzz $(READER)

fuzz-api: .venv/dev.installed ## Ask a running Catena nonsense for FUZZ_SECONDS (600).
	@$(PY) -m tests.fuzz.api

openapi: .venv/dev.installed $(MODULES) ## Write the API's description and the types made from it.
	$(MANAGE) spectacular --validate --fail-on-warn --file api/openapi.yaml
	$(NPM) run types

lock: .venv/dev.installed ## Choose and pin the newest allowed Python dependencies.
	$(COMPILE) --upgrade --extra embedded pyproject.toml requirements.in -o requirements.lock
	$(COMPILE) --upgrade --all-extras -c requirements.lock pyproject.toml requirements.in \
		-o requirements-dev.lock

clean: ## Remove what was installed and built; the data in CATENA_HOME stay.
	rm -rf .venv build frontend/node_modules frontend/dist frontend/.chromium

# --- What the above stand on -------------------------------------------------------------------

$(PY):
	@python=$$(scripts/find-python) && echo "Setting up Python in .venv …" && \
		"$$python" -m venv .venv

# “compat” puts this folder on the path, so that a module added later is found as well.
INSTALL := $(PIP) --no-deps --no-build-isolation --config-settings editable_mode=compat -e .

.venv/run.installed: requirements.lock pyproject.toml | $(PY)
	@echo "Installing Catena …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(INSTALL)
	@touch $@

.venv/dev.installed: requirements-dev.lock pyproject.toml | $(PY)
	@echo "Installing Catena and its development tools …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(INSTALL)
	@touch $@ .venv/run.installed

$(MODULES): frontend/package-lock.json
	@scripts/need-node
	@echo "Installing the interface's dependencies …"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Files are compressed once, here, and sent as they are.
$(PAGE): $(MODULES) $(SOURCES) | .venv/run.installed
	@echo "Building the interface …"
	@$(NPM) run build
	@$(PY) -m whitenoise.compress --quiet frontend/dist
