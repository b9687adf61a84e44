# Every target sets up what it needs first; see them all with `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo lab test bench lint generate docs lock release-check bubblewrap chromium postgresql FORCE

BIN := .venv/bin
STAMP := .venv/.installed

# The first usable Python in range; choose another with `make PYTHON=/path/to/python setup`.
USABLE := import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(USABLE)' 2>/dev/null && echo $$python && break; done)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## a .venv with everything in requirements.lock, hash-checked

demo: $(STAMP) bubblewrap ## a made-up class: generate, collect, grade, feedback
	$(BIN)/backprop demo

lab: $(STAMP) ## copy the lessons to work/ and open JupyterLab there
	$(BIN)/backprop lab

# The attacks are graded against the clock, so they have the machine to themselves.
test: $(STAMP) bubblewrap chromium postgresql ## all tests
	$(BIN)/python -m pytest -q tests/attacks
	$(BIN)/python -m pytest -q --numprocesses 3 --dist loadfile --ignore tests/attacks tests

bench: $(STAMP) ## the benchmarks
	@if [ -d benchmarks ]; then $(BIN)/python -m benchmarks; \
	else echo 'make bench: there are no benchmarks yet'; fi

# Learners' functions carry no types; all else in the lessons is checked strictly.
lint: $(STAMP) ## style, types, stripped notebooks, and that the release is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy backprop_lib autograder tests
	$(BIN)/nbqa mypy solutions --allow-untyped-defs --allow-incomplete-defs --allow-untyped-calls
	$(BIN)/nbstripout --verify --keep-id solutions/*/*.ipynb notebooks/*/*.ipynb
	$(BIN)/backprop generate --check

generate: $(STAMP) ## write notebooks/ anew from solutions/
	$(BIN)/backprop generate

docs: $(STAMP) ## the documentation as a site, in build/site; open build/site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

# Version, changelog, a clean tree, and what is in the wheel.
release-check: lint ## all that must hold before a version is released
	$(BIN)/python -m tests.release_check

# Pins that still satisfy pyproject.toml are kept; `make lock UPGRADE=--upgrade` takes the newest.
lock: ## write requirements.lock anew from pyproject.toml
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet 'uv>=0.5'
	build/lock/bin/uv pip compile pyproject.toml --extra dev --quiet $(UPGRADE) \
		--universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --output-file requirements.lock
	sed -i '1i # Every package of the course and of its development, pinned and hashed.\n# Written by `make lock` from pyproject.toml: change that, then run it again.\n' requirements.lock

# The stamp holds the tree's own path: a .venv that was moved, or whose Python is gone, is made anew.
ifneq ($(shell $(BIN)/python -c 'print(open("$(STAMP)").read())' 2>/dev/null),$(CURDIR))
$(STAMP): FORCE
MAKE_VENV = $(PYTHON) -m venv --clear .venv
endif

$(STAMP): requirements.lock pyproject.toml
	@[ -n '$(PYTHON)' ] && $(PYTHON) -c '$(USABLE)' || { \
		echo 'make: needs Python 3.11 to 3.14 with its venv module (Debian: apt-get install python3-venv);' \
			'name it with: make PYTHON=/path/to/python3.12' >&2; exit 1; }
	@echo 'make: installing requirements.lock into .venv with $(PYTHON)'
	@rm -f $@
	$(MAKE_VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@printf '%s' '$(CURDIR)' >$@

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

# $(call system,COMMAND,PACKAGE): found, or installed by apt where that is allowed, or asked for.
define system
@if command -v $(1); then exit; fi >/dev/null; \
if command -v apt-get && $(AS_ROOT) true; then \
	echo 'make: installing $(2)' >&3; \
	$(AS_ROOT) apt-get -q update; \
	$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $(2); \
fi 3>&1 >/dev/null 2>&1 || true; \
command -v $(1) >/dev/null || { \
	echo 'make: $(2) is missing; install it with: sudo apt-get install $(2)' >&2; \
	[ '$(CI)' != true ]; }
endef

bubblewrap:
	$(call system,bwrap,bubblewrap)

chromium:
	$(call system,chromium,chromium)

# Debian keeps the server's commands out of the path.
postgresql:
	$(call system,initdb /usr/lib/postgresql/*/bin/initdb,postgresql)
