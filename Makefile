# Every target makes what it needs: Python 3.11 or newer, make and a package index are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP  := $(VENV)/.installed

# The tests start many processes: what Python has compiled of a module is kept for the next.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test check docs bench fuzz conformance clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

run: setup
	$(BIN)/python -m examples

test: setup
	$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/clang-format --dry-run --Werror $$(git ls-files '*.c' '*.h')

# The site in build/site; a link that leads nowhere is an error.
docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

bench: setup
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.micropython
	$(BIN)/python -m benchmarks.programs

fuzz: setup
	$(BIN)/python -m tests.fuzz
	$(BIN)/python -m tests.runtime.fuzz
	$(BIN)/python -m pytest -n 2 -m slow
	NATIVECOMP_BOUNDS_FUNCTIONS=100 $(BIN)/python -m pytest -n 2 -m "slow or not slow" tests/passes/test_bounds.py tests/passes/test_nests.py

# UPSTREAM is a folder with MicroPython's sources; OPTIONS go on (`python -m tests.conformance --help`).
# RUNTIME=1 runs them on our own C runtime (`python -m tests.conformance.runtime --help`).
conformance: setup
	$(BIN)/python -m tests.conformance$(if $(RUNTIME),.runtime) $(if $(UPSTREAM),--upstream $(UPSTREAM)) $(OPTIONS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build
