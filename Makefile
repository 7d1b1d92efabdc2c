# Everything a newcomer needs; `make` alone prints the list.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test lint types imports bench lock words migrate clean

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Tests that run at the same time: one per core, at least two.
WORKERS ?= $(shell n=$$(nproc); echo $$((n < 2 ? 2 : n)))
TESTS ?= tests

BIN := .venv/bin
FLASK := $(BIN)/flask --app app.factory

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## System packages, .venv and compiled words for running and testing
	@$(PYTHON) -m scripts.setup test

run: ## The site with its demo at http://127.0.0.1:8000 (PORT=… HOST=…); Ctrl-C stops it
	@$(PYTHON) -m scripts.setup run
	@$(BIN)/python -m scripts.run --host $(HOST) --port $(PORT)

test: setup lint types imports ## Everything: lint, types, imports, and all tests on both databases (TESTS=…)
	$(BIN)/python -m scripts.postgres $(BIN)/pytest -n $(WORKERS) $(TESTS)

lint: setup ## Format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup ## Static types
	$(BIN)/mypy

imports: setup ## Import contracts between the packages
	$(BIN)/lint-imports

bench: setup ## Measurements, one after the other
	$(BIN)/python -m scripts.postgres $(BIN)/pytest tests/bench

lock: ## Write both locks again from pyproject.toml (UPGRADE=1 takes newer versions)
	@scripts/lock

words: setup ## Extract what people read, update the Chinese catalogue and compile it
	@$(BIN)/python -m scripts.words

migrate: setup ## Bring the database to its newest form
	$(FLASK) db upgrade

clean: ## Remove what set-up and tests made; the data in instance/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete
