# `make help` lists what there is. Everything works from a fresh clone: targets build .venv first.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
KERNELS := build/native/.built

.DEFAULT_GOAL := help
.PHONY: help venv native demo check test lint types quick bench kernels acceptance docs clean

help:  ## List the targets.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

venv: $(STAMP) $(KERNELS)  ## Make .venv with gatewise, its extras and the development tools.

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all,dev]'
	$(BIN)/python -m compileall -q src/gatewise
	touch $@

native: $(KERNELS)  ## Build the native kernels; without a compiler everything works more slowly.

$(KERNELS): $(STAMP) $(shell find native -type f)
	@PATH="$(abspath $(BIN)):$$PATH" && mkdir -p $(@D) && \
	if cmake -S native -B $(@D) -G Ninja -DGATEWISE_OUTPUT=$(abspath src/gatewise/kernels) \
	    -DPython_EXECUTABLE=$(abspath $(BIN)/python) > $(@D)/log && cmake --build $(@D) >> $(@D)/log; \
	then echo "The native kernels are built."; \
	else tail -20 $(@D)/log; echo "The native kernels were not built; NumPy and torch stand in."; fi
	@touch $@

demo: venv  ## Train on real reviews; writes demo/model and demo/report.html.
	$(BIN)/gatewise demo --overwrite

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: venv
	$(BIN)/mypy

quick: venv
	$(BIN)/pytest -n 2 -m 'not slow'

check: lint types quick  ## Lint, types and the quick tests (two minutes).

test: venv  ## All tests (at most 15 minutes on two cores).
	$(BIN)/pytest -n 2

bench: venv  ## Beside what people use: training, answers, growth (an hour; goes on where it was).
	$(BIN)/python -m benchmarks.bench

kernels: venv  ## Speed of starting and of the kernels beside torch's, as ratios.
	$(BIN)/python -m benchmarks.cold_start
	$(BIN)/python -m benchmarks.kernels

acceptance: venv  ## Accuracy and whole runs on real sets (hours; goes on where it was stopped).
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.parity
	$(BIN)/python -m benchmarks.runs
	$(BIN)/python -m benchmarks.sanitize
	$(BIN)/python -m benchmarks.against

docs: venv  ## Make the reference pages from the program.
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/make_pictures.py

clean:  ## Remove what the targets made.
	rm -rf $(VENV) demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
