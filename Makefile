# make run: the example vault, live; make test: everything that must hold.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The floor of line coverage holds for the modules that touch no file, socket or clock.
FLOOR := 95
IMPURE := vaultkit/cli/*,vaultkit/disk/*,vaultkit/pipeline.py,vaultkit/changes.py,vaultkit/build.py,vaultkit/watch/*,vaultkit/serve/*,vaultkit/__main__.py

.PHONY: help run test lint format picture bench torture clean

help:
	@echo "make run     install vaultkit and show the site of an example vault, live"
	@echo "make test    install what the tests need and run all of them"
	@echo "make lint    ruff and mypy alone"
	@echo "make format  let ruff mend what it can"
	@echo "make torture prove at length that nothing is lost: faults, storms, scale (under half an hour)"
	@echo "make bench   measure the commands on vaults of growing size"
	@echo "make clean   remove what was made, .venv too"

# A .venv that was left half made, or whose Python is gone, is made anew.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "vaultkit needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable
endef

# Bytecode, as pip makes it for a wheel: where PYTHONDONTWRITEBYTECODE is set, every start would
# compile all modules again.
define compile
	@$(BIN)/python -m compileall -q vaultkit
endef

$(VENV)/run.stamp: pyproject.toml
	$(install) .
	$(compile)
	@touch $@

$(VENV)/test.stamp: pyproject.toml
	$(install) '.[dev,holidays]'
	$(compile)
	@touch $(VENV)/run.stamp $@

# A copy of the example vault, its dates moved so that it is alive today; Ctrl-C is the usual end.
# Where nothing may listen (exit code 3) the site is built, to open from disk.
run: $(VENV)/run.stamp
	@rm -rf .example
	@$(BIN)/vaultkit -q init --example .example
	@$(BIN)/vaultkit -C .example due
	@echo
	@echo "The site, live: edit a note in .example/ and look; Ctrl-C stops."
	@$(BIN)/vaultkit -C .example serve; code=$$?; case $$code in \
		0|130|143) ;; \
		3) $(BIN)/vaultkit -C .example build ;; \
		*) exit $$code ;; esac

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy vaultkit tests $(wildcard bench)

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term
	@echo "Lines covered in the pure modules, in percent; at least $(FLOOR):"
	@$(BIN)/python -m coverage report --format=total --omit='$(IMPURE)' --fail-under=$(FLOOR)

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

picture: $(VENV)/test.stamp
	$(BIN)/python docs/picture.py

# Not part of make test; names the tools it lacks, then what it tried and how often.
torture: $(VENV)/test.stamp
	$(BIN)/python -m pytest tests/torture --durations=10

bench: $(VENV)/run.stamp
	$(BIN)/python -m bench.measure
	$(BIN)/python -m bench.edit --watch
	$(BIN)/python -m bench.serve
	@if command -v hugo >/dev/null; then $(BIN)/python -m bench.beside; \
	else echo "Hugo is not there to stand beside"; fi

clean:
	rm -rf $(VENV) .example example-vault/site .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage dist
