# What this project can do. `make help` lists the lines that carry two hashes.
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
INSTALL := $(PIP) install --require-hashes --only-binary=:all:
PORT ?= 8000
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest --numprocesses=$(WORKERS) --maxprocesses=8 --quiet
# What writes to the business database runs on PostgreSQL too, where there is one. Pages that only read do not.
WRITING := test_asking test_coming_back test_danger test_journeys test_mine test_reaching test_ask
WHOLE_APP := test_road test_every_route test_sessions test_unavailable
ON_POSTGRESQL := $(wildcard tests/service tests/migrations tests/faults tests/web/staff \
	$(WRITING:%=tests/web/public/%.py) $(WHOLE_APP:%=tests/web/%.py))
BENCHES := $(sort $(wildcard bench/*.py))
UPGRADE ?=
COMPILE := $(BIN)/uv pip compile --quiet --python-version 3.11 --python-platform x86_64-manylinux_2_36 \
	--generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)
GOVUK := static/vendor/govuk-frontend-6.3.0
FONTS := templates/documents/fonts

export PORT

.PHONY: help setup system run test test-all extras check bench docs screens words lock clean

help: ## Say what each of these does
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand --tabs=18

setup: $(VENV)/.runtime ## Make .venv with everything the portal needs, after Debian's packages if some are missing

system:
	@$(PYTHON) -m scripts.system_packages run

# A stamp is newer than the pins it was made from: a second call does nothing, changed pins install again.
$(VENV)/.runtime: requirements.txt | system
	@echo "Installing into $(VENV) (half a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/.scale: requirements-scale.txt $(VENV)/.runtime
	@$(INSTALL) --requirement requirements-scale.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing the checkers into $(VENV) (a minute)"
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $@

run: setup ## Start everything on http://127.0.0.1:8000 (PORT=8001 for another port); what is there is kept
	@exec $(BIN)/python -m scripts.run

test: setup ## Run every test; those for PostgreSQL and browsers where these are installed
	@if $(PYTHON) -m scripts.system_packages --has postgresql && $(BIN)/python -c "import psycopg" 2>/dev/null; then \
		echo "The tests of the database, on PostgreSQL:"; \
		$(PYTEST) --database=postgresql $(ON_POSTGRESQL); \
	else \
		echo "On PostgreSQL: skipped, because it is not installed here (make test-all installs it)."; \
	fi
	@echo "All tests, on SQLite:"
	@$(PYTEST)

test-all: extras test ## Install all that tests can use (Chromium, PostgreSQL, Redis, Java), then run every test

extras: $(VENV)/.scale $(VENV)/.dev
	@$(PYTHON) -m scripts.system_packages run test

check: $(VENV)/.dev ## Check style, types, import contracts, templates, words, generated pages, vendored files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m scripts.words
	$(BIN)/python -m scripts.catalogue --check
	$(BIN)/python -m scripts.case_states --check
	$(BIN)/python -m scripts.telling_states --check
	$(BIN)/python -m scripts.situations --check
	$(BIN)/python -m scripts.reading_age --check
	$(BIN)/python -m scripts.checks --check
	set -e; for pack in content/*/; do $(BIN)/flask --app app pack check $$pack; done
	cd $(GOVUK) && grep -v "\.tgz$$" CHECKSUMS | sha512sum --check --quiet -
	cd $(FONTS) && sha256sum --check --quiet SHA256SUMS

bench: setup ## Measure: one runnable file for each figure, in bench/
	@test -n "$(BENCHES)" || echo "There is nothing to measure yet."
	@set -e; for file in $(BENCHES); do echo "$$file"; PYTHONPATH=. $(BIN)/python "$$file"; done

docs: setup ## Write the pages that are generated from code
	@$(BIN)/python -m scripts.case_states
	@$(BIN)/python -m scripts.telling_states
	@$(BIN)/python -m scripts.situations
	@$(BIN)/python -m scripts.reading_age
	@$(BIN)/python -m scripts.page_figures
	@$(BIN)/python -m scripts.checks

screens: extras ## Photograph every screen into docs/screens/, and the pictures of README.md
	@$(BIN)/python -m scripts.screens

words: setup ## Collect what is said to young people into translations/, ready to be translated
	@$(BIN)/python -m scripts.catalogue

lock: $(VENV)/.dev ## Pin the requirements with hashes again (UPGRADE=1 for the newest versions)
	$(COMPILE) -o requirements.txt requirements.in
	$(COMPILE) -o requirements-scale.txt requirements-scale.in
	$(COMPILE) -o requirements-dev.txt requirements-dev.in

clean: ## Remove what can be made again; instance/ with its keys and data stays
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path "./instance/*" -prune -exec rm -rf {} +
