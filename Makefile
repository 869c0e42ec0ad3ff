# `make` says what each target does. All of them work in a fresh clone with only Python 3.11 and make.

.DEFAULT_GOAL := help
.PHONY: help demo test run check bench lint words requirements clean

PORT ?= 8765
FILE ?= curriculum/tracks/*.yaml
ARGS ?=

# Tests wait as much as they compute, so there are four workers on two cores. Each is given one test at a time, the
# longest first (tests/longest.py).
WORKERS := $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores * 2)))

PYTHON := $(shell for python in python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$python"; break; }; done)
BIN := .venv/bin

# Every package comes with its hash and as a wheel: nothing is compiled, nothing unexpected is taken.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:

# This project itself goes in as a link to this folder, with the command `smallgains`. Its build tool is hashed in
# requirements-build.txt and is there already, so that pip has nothing to fetch for it.
LINK := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-index --no-build-isolation -e .

# Stamps: a second run installs nothing; a changed list installs again.
VENV := .venv/made
READY_TO_RUN := .venv/ready-to-run
READY_TO_TEST := .venv/ready-to-test

help:  ## say what each target does
	@echo "Small Gains. Try it without Telegram: make demo"
	@echo
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY_TO_RUN)  ## the whole product as a page on this machine, no account needed (PORT=8765)
	@exec $(BIN)/smallgains demo --port $(PORT)

# The tests start hundreds of processes: what is compiled is kept, also where Python is told to keep nothing.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY_TO_TEST)  ## all tests; some need Chromium, strace, promtool, systemd-analyze, R, or root and systemd-nspawn (ARGS="-k pause" for some, ARGS=--release for the long trials)
	@chromium="$$SMALLGAINS_CHROMIUM"; \
	for name in chromium chromium-browser google-chrome; do chromium="$${chromium:-$$(command -v $$name)}"; done; \
	left_out=""; \
	[ -n "$$chromium" ] || left_out="browser"; \
	for program in strace promtool; do command -v $$program >/dev/null || left_out="$${left_out:+$$left_out }$$program"; done; \
	command -v systemd-analyze >/dev/null || left_out="$${left_out:+$$left_out }systemd"; \
	command -v Rscript >/dev/null || left_out="$${left_out:+$$left_out }r"; \
	{ [ "$$(id -u)" = 0 ] && command -v debootstrap && command -v systemd-nspawn; } >/dev/null || left_out="$${left_out:+$$left_out }machine"; \
	if [ -n "$$left_out" ] && [ -n "$$REQUIRE_ALL" ]; then \
		echo "REQUIRE_ALL is set, and this machine lacks what these tests need: $$left_out. On Debian, as root: apt-get install chromium strace prometheus systemd r-base-core debootstrap systemd-container" >&2; exit 1; \
	fi; \
	marks=""; for mark in $$left_out; do marks="$${marks:+$$marks and }not $$mark"; done; \
	$(BIN)/python -m compileall -q bot curriculum storage; \
	result=0; SMALLGAINS_CHROMIUM="$$chromium" $(BIN)/python -m pytest -n $(WORKERS) --dist load --maxschedchunk 1 $${marks:+-m "$$marks"} $(ARGS) || result=$$?; \
	for mark in $$left_out; do \
		case $$mark in \
			browser) echo "The browser tests were NOT run: no Chromium here. On Debian: apt-get install chromium (or set SMALLGAINS_CHROMIUM).";; \
			strace) echo "The tests of a failing disk were NOT run: no strace here. On Debian: apt-get install strace";; \
			systemd) echo "The unit file was NOT looked at by systemd: no systemd-analyze here. On Debian: apt-get install systemd";; \
			r) echo "The tables of a study were NOT read in R: no Rscript here. On Debian: apt-get install --no-install-recommends r-base-core";; \
			machine) echo "deploy/README.md was NOT walked on a machine of its own: that takes root, debootstrap and systemd-nspawn. On Debian: apt-get install debootstrap systemd-container";; \
			promtool) echo "The alert rules were NOT tried: no promtool here. On Debian: apt-get install --no-install-recommends prometheus";; \
		esac; \
	done; \
	exit $$result

run: $(READY_TO_RUN)  ## the bot against Telegram; settings come from the environment or .env
	@exec $(BIN)/smallgains run

check: $(READY_TO_RUN)  ## look through track files (FILE=my-track.yaml, otherwise the shipped ones)
	@$(BIN)/smallgains check $(FILE)

bench: $(READY_TO_TEST)  ## every measurement in tests/benchmarks, one after the other, and a picture of the results
	@found=no; for script in tests/benchmarks/[a-z]*.py; do \
		case $$script in */test_*|*/plot.py) continue;; esac; \
		if [ -e "$$script" ]; then \
			found=yes; name=$$(basename "$$script" .py); echo "== $$name"; $(BIN)/python -m "tests.benchmarks.$$name" || exit 1; \
		fi; done; \
	if [ $$found = no ]; then echo "There is no benchmark yet: tests/benchmarks is empty."; fi
	@$(BIN)/python -m tests.benchmarks.plot && echo "== the picture is tests/benchmarks/results/plot.png"

lint: $(READY_TO_TEST)  ## formatting, rules and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

words: $(READY_TO_RUN)  ## the words of the code into the catalogues, to be translated there (bot/words/*.po)
	$(BIN)/python -m bot.words.gathering

# For those who change the dependencies in pyproject.toml; needs uv. The lists hold names, versions and hashes, no addresses.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
requirements:  ## write the hashed requirement files anew from pyproject.toml (needs uv; ARGS=--upgrade for newer ones)
	$(COMPILE) pyproject.toml --group dev --output-file requirements-dev.txt $(ARGS)
	$(COMPILE) pyproject.toml --constraints requirements-dev.txt --output-file requirements.txt $(ARGS)
	$(COMPILE) pyproject.toml --all-extras --constraints requirements-dev.txt --output-file requirements-extras.txt $(ARGS)
	$(COMPILE) --group build --constraints requirements-dev.txt --output-file requirements-build.txt $(ARGS)
	awk '/^[a-z]/ && !/^pydantic/ { print $$1 }' requirements-dev.txt | \
		$(COMPILE) --group peers --constraints /dev/stdin --output-file tests/benchmarks/requirements-peers.txt $(ARGS)

clean:  ## remove the virtual environment, caches and builds; what is kept in var/ stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY_TO_RUN): requirements.txt requirements-build.txt pyproject.toml | $(VENV)
	@echo "Installing what the bot needs into .venv (this happens once) ..."
	@$(INSTALL) -r requirements.txt -r requirements-build.txt
	@$(LINK)
	@touch $@

$(READY_TO_TEST): requirements-dev.txt tests/benchmarks/requirements-peers.txt pyproject.toml | $(VENV)
	@echo "Installing what the bot and its tests need into .venv (this happens once) ..."
	@$(INSTALL) -r requirements-dev.txt
	@$(LINK)
	@$(BIN)/python -m tests.benchmarks.racing.peers
	@touch $@ $(READY_TO_RUN)

# Over a folder that is there already this mends what an interrupted first run left behind.
$(VENV):
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed, as python3.11 or python3. On Debian: apt-get install python3 python3-venv" >&2; exit 1; fi
	@"$(PYTHON)" -m venv .venv || { \
		echo "Python could not make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@
