# One name per routine; each calls a short script. Nothing is assumed but make, git and python3.
.PHONY: help setup demo demo-reset test check fix bench

PYTHON := .venv/bin/python
export PORT

help:
	@echo "make demo        the whole product with synthetic people, on http://localhost:8000"
	@echo "make demo-reset  the same, started over"
	@echo "make test        every check and every test"
	@echo "make check       format, lint, types, doors, templates, migrations"
	@echo "make fix         put right what a program can put right"
	@echo "make bench       how fast it is here"
	@echo "make setup       only the environment"

setup:
	@scripts/setup.sh

demo: setup
	@exec $(PYTHON) scripts/demo.py

demo-reset: setup
	@exec $(PYTHON) scripts/demo.py --start-over

test:
	@scripts/setup.sh dev
	@scripts/check.sh
	@scripts/test.sh

check:
	@scripts/setup.sh dev
	@scripts/check.sh

fix:
	@scripts/setup.sh dev
	@scripts/fix.sh

bench: setup
	@$(PYTHON) scripts/bench.py
