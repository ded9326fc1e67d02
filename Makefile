# make run: the example vault's site; make test: everything that must hold.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DAY := 2026-11-10

.PHONY: help run test lint format bench clean

help:
	@echo "make run    install vaultkit and build the example vault's site"
	@echo "make test   install what the tests need and run all of them"
	@echo "make bench  measure: due and build on vaults of 100, 1,000 and 10,000 notes"
	@echo "make clean  remove what was made"

$(VENV)/run.stamp: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/test.stamp: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev,holidays]'
	touch $@ $(VENV)/run.stamp

run: $(VENV)/run.stamp
	@$(BIN)/vaultkit -C example-vault --today $(DAY) due
	@echo
	@echo "The site, to open in a browser:"
	@$(BIN)/vaultkit -C example-vault --today $(DAY) build

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest --cov --cov-report=term

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/test.stamp
	$(BIN)/python bench/measure.py

clean:
	rm -rf $(VENV) example-vault/site .pytest_cache .mypy_cache .ruff_cache .coverage dist
