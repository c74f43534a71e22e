# The two commands you need on a fresh machine are `make demo` and `make test`. Each installs what it needs (into .venv) first.
# On a bare Debian, before anything else: apt-get install git make python3-venv

PYTHON := .venv/bin/python
export FULL

.PHONY: help setup demo forget-demo test test-long screenshots bench format requirements clean

help: ## this list
	@echo "Usage: make TARGET"
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: ## install everything for development into .venv (the other targets do this themselves)
	@.ci/setup

demo: ## start the portal with demonstration data; PORT=8001 and SCALE=5000 (enterprises) may be given
	@.ci/setup requirements.txt
	@$(PYTHON) .ci/demo.py

forget-demo: ## delete the demonstration's data, so that the next `make demo` starts afresh
	rm -rf var

test: setup ## all checks and tests: SQLite, PostgreSQL and browser, with coverage (about 28 minutes on 2 cores)
	@$(PYTHON) -m tests.run

test-long: setup ## the long runs: soak, kills, round trips
	@$(PYTHON) -m tests.run long

screenshots: setup ## a picture of every page in docs/screenshots/
	@SCREENSHOTS=1 $(PYTHON) -m pytest -q -n 2 tests/browser/test_pages.py

bench: setup ## performance figures as ratios to baselines of the same run; FULL=1 for the large data sets
	@$(PYTHON) -m tests.bench

format: setup ## put the Python files into the project's form
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

# Pinned by hash and without the address of any package index. UPGRADE=1 takes newer versions.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

requirements: setup ## resolve the ranges of pyproject.toml into requirements*.txt again
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) pyproject.toml --extra dev --output-file requirements-dev.txt
	echo "uv" | $(COMPILE) --no-annotate - --output-file .ci/uv.txt

clean: ## remove caches and reports (keeps .venv and the demonstration's data)
	find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
	rm -rf .coverage .coverage.* htmlcov .hypothesis .pytest_cache .ruff_cache build dist *.egg-info
