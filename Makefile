# Parvis: the commands of every day. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install demo serve test bench lint messages frontend clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Parvis needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Parvis into $(VENV) (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the development tools into $(VENV) (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

install: $(VENV)/.installed ## create .venv with Parvis

demo: $(VENV)/.installed ## publish the demo datasets and serve them on http://localhost:8000 (PORT= for another)
	@exec $(BIN)/parvis demo --port $(PORT)

serve: $(VENV)/.installed ## serve the data folder (PARVIS_HOME, default ./parvis-data)
	@exec $(BIN)/parvis serve --port $(PORT)

lint: $(VENV)/.installed-dev ## formatting, lint, types, import contract, both message catalogs
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache > /tmp/parvis-imports.$$$$ 2>&1 || { cat /tmp/parvis-imports.$$$$; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/python tools/messages.py --check

test: lint ## everything that is checked: lint, types, import contract, tests, browser journeys
	@$(BIN)/python -m pytest -n auto -m "not journey" $(PYTEST_ARGS)
	@$(BIN)/python -m pytest -m journey $(PYTEST_ARGS)

bench: $(VENV)/.installed-dev ## measure against named references and print a table
	@$(BIN)/python -m bench.run $(BENCH_ARGS)

messages: $(VENV)/.installed-dev ## update and compile the French and English catalogs
	@$(BIN)/python tools/messages.py

frontend: ## check the types of the scripts and build them again (needs Node 20.19 or later)
	@cd frontend && npm ci --silent && npm run --silent check && npm run --silent build

clean: ## remove .venv and the data folder of the demo
	rm -rf $(VENV) parvis-data
