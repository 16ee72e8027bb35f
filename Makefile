# `make run` and `make test` work on a fresh machine: Python 3.11 or newer, git, make and a package index are enough.

# Which Python makes .venv: make setup PYTHON=python3.13
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/made-from-lock
MIN_PYTHON := 3.11

.DEFAULT_GOAL := run
.PHONY: setup run test check bench soak

setup: $(STAMP)
	@:

# Made anew when the lock file changes; the stamp comes last, so a set-up that broke off is done again.
# setuptools, which Python 3.11 puts in, goes: jieba would import it at each start for nothing.
$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < tuple(map(int, "$(MIN_PYTHON)".split("."))))' || { \
		echo "Yingban needs Python $(MIN_PYTHON) or newer; '$(PYTHON)' is older or missing." >&2; \
		echo "Name one that you have: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12" >&2; \
		exit 1; }
	@echo "Setting up .venv from requirements.lock (once, about a minute)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip uninstall --quiet --quiet --yes setuptools
	@touch $@

run: setup
	@$(BIN)/python main.py run

# Everything, the slow ones too
test: setup
	@$(BIN)/python -m pytest

# Under a minute: what to run before each commit
check: setup
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python main.py check
	@$(BIN)/python -m pytest -m "not slow"

# Speed and memory, beside a plain baseline; under three minutes
bench: setup
	@$(BIN)/python -m tests.bench

# Only the long ones
soak: setup
	@$(BIN)/python -m pytest -m slow
