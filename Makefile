# Everything runs in an environment of its own, .venv, made by the first target that needs it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TESTED := .venv/.ready-for-tests

LOCK := --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url

.PHONY: help run test coverage ui score train bench lock clean
help:
	@echo "make run    the nightly pipeline over the built-in sample market, offline"
	@echo "make test   lint, types and tests"
	@echo "make coverage  the tests, with the share of lines and branches that they run"
	@echo "make ui     the Dagster UI on http://127.0.0.1:3000 over the same data"
	@echo "make score  the extractor against labelled postings (needs LABELLED=DIR)"
	@echo "make train  whether a trained component would read skills better than the rules (needs LABELLED=DIR)"
	@echo "make bench  postings per second of the extractor (needs POSTINGS=FILE; beside a commit: BESIDE=1b055b4)"
	@echo "make lock   pin the newest versions of all dependencies"
	@echo "make clean  remove the environment; data/ stays"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "rolemeter needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Installing into .venv (once, about two minutes) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(READY)

$(TESTED): $(READY) requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $(TESTED)

run: $(READY)
	@$(BIN)/rolemeter run

test: $(TESTED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

coverage: $(TESTED)
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

ui: $(READY)
	@$(BIN)/rolemeter ui

score: $(READY)
	@$(BIN)/rolemeter score $(LABELLED)

train: $(READY)
	@$(BIN)/python -m pipelines.train $(LABELLED)

bench: $(READY)
	@$(BIN)/python -m analytics.evaluation.benchmark $(POSTINGS) $(if $(BESIDE),--beside $(BESIDE))

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile $(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv
