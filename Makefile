# Everything is set up by the target that needs it, in .venv and build/wheels; nothing is installed by hand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WHEELS := build/wheels
LOCK := action/requirements.txt

# What a target reports must not depend on who runs it: no version notices, no input, no settings of the caller's Python.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format bench fuzz soak doors lock clean

help:  ## print this page
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/.base  ## change sets of an agent, incidents and an approval, judged before your eyes
	@$(BIN)/guard demo

test: $(VENV)/.dev $(WHEELS)/.filled  ## the tests, a fixed part of what is much alike (CONTRIBUTING.md); those of the house: make check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -rfEs -p tests.queued -p tests.together --together -p tests.memory --ignore=tests/test_house.py

check: $(VENV)/.dev  ## ruff, mypy, import-linter and the tests of the house itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_house.py

format: $(VENV)/.dev  ## let ruff lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev $(WHEELS)/.filled  ## guard and its floor in turn, as a table
	$(BIN)/python -m bench

fuzz: $(VENV)/.dev $(WHEELS)/.filled  ## the property tests with 10,000 examples each (GUARD_FUZZ_EXAMPLES=n for another number)
	GUARD_FUZZ_EXAMPLES=$${GUARD_FUZZ_EXAMPLES:-10000} $(BIN)/python -m pytest -n 2 -m "fuzz or later"

soak: $(VENV)/.dev $(WHEELS)/.filled  ## the same with 100,000, and what takes minutes by nature
	GUARD_FUZZ_EXAMPLES=$${GUARD_FUZZ_EXAMPLES:-100000} $(BIN)/python -m pytest -n 2 -m "fuzz or later or soak"

doors: $(VENV)/.dev  ## husky as npm installs it, with guard in it; asks npm's registry
	$(BIN)/python -m tests.hooks.husky

lock: $(VENV)/.uv  ## pin anew what action.yml installs guard on: every platform, Python 3.11 and later, each file by its hash
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > build/lock.in
	$(VENV)/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --no-annotate --output-file $(LOCK) pyproject.toml build/lock.in

clean:  ## remove what the other targets set up
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a set-up is redone when pyproject.toml is newer than it.

$(VENV)/.python:
	@command -v git >/dev/null || { echo "guard needs git 2.39.4 or newer on the PATH" >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { \
		echo "no $(PYTHON) on the PATH; guard needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); guard needs 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module; install it (on Debian and Ubuntu the package python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: pyproject.toml | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.base
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

$(VENV)/.uv: | $(VENV)/.python
	@mkdir -p build && $(PYTHON) -m venv $(VENV)/uv
	$(VENV)/uv/bin/python -m pip install --quiet "uv>=0.13"
	@touch $@

# What guard is built from and runs on, as wheels, each held against its hash in the lock: tests install guard from here with no
# index to ask, by hand and as the action does.
$(WHEELS)/.filled: $(LOCK) $(VENV)/.dev
	@rm -rf $(WHEELS) && mkdir -p $(WHEELS)
	$(BIN)/python -m pip download --quiet --require-hashes --only-binary :all: --dest $(WHEELS) --requirement $(LOCK)
	@touch $@
