# What each target does: `make help`.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TORCH := $(shell grep '^torch==' constraints.txt)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PYTHON CHROMIUM

.DEFAULT_GOAL := help
.PHONY: help install run test check format bench night train audit image-test clean

help: ## say what there is
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

install: $(STAMP) ## make .venv with everything in it; the program is .venv/bin/isnad

# torch first: a torch that is already there is kept, so whatever index it is taken from decides
# whether CUDA's packages come along (README.md says how to keep them out on Linux).
$(STAMP): pyproject.toml constraints.txt scripts/find_python.sh
	@test -x $(BIN)/python || { python=$$(sh scripts/find_python.sh) && "$$python" -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --constraint constraints.txt '$(TORCH)'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

run: $(STAMP) ## serve the chat page, REST and MCP on http://127.0.0.1:7860
	$(BIN)/isnad serve

test: $(STAMP) ## every test, the browser tests with the Chromium found or installed
	@CHROMIUM=$$(sh scripts/find_chromium.sh $(BIN)/python) && export CHROMIUM && $(BIN)/python -m pytest

check: $(STAMP) ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@# Gradio writes a stub beside a module that extends its components; mypy would read that.
	@rm -f ui/*.pyi
	$(BIN)/mypy

format: $(STAMP) ## put the code in the form that `make check` wants
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## measure speed and quality, as a table
	$(BIN)/python scripts/bench.py

night: $(STAMP) ## some 15 minutes of 64 clients, kills, hurt files and 20,000 questions, as a table
	$(BIN)/python -m scripts.night

train: $(STAMP) ## make encoder, reader and weights anew, overnight; SETS=FOLDER adds the public sets
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[train]'
	$(BIN)/python training/encoder.py build/models
	cp build/models/encoder.onnx build/models/tokenizer.json index/data/
	$(BIN)/python -m training.reader build/models $(if $(SETS),--sets $(SETS))
	$(BIN)/python -m training.export build/models build/models/reader.pt rag/data/reader.onnx
	$(BIN)/python -m training.scorer

# Its tools need much that the program does not: they have an environment of their own.
audit: $(STAMP) ## known faults and licences of a default install, and its bill of materials
	@test -x build/audit/bin/pip-audit || { $(BIN)/python -m venv build/audit && build/audit/bin/pip \
		install --quiet --constraint constraints.txt cyclonedx-bom pip-audit pip-licenses; }
	$(BIN)/python scripts/audit.py build/audit build

image-test: ## build the Dockerfile with buildah and ask the service in it a question
	bash scripts/image_test.sh

clean: ## remove .venv and what the tools leave behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
