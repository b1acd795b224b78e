# Every target sets up what it needs in .venv; Python 3.11+ and make are all it asks for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: install serve check test lint bench bench-peers soak clean

install: $(VENV)/dev.stamp

serve: $(VENV)/serve.stamp
	@exec $(BIN)/dressform serve $(ARGS)

# The suite on every simulator, and on every simulator that is wrong on purpose.
check: $(VENV)/dev.stamp
	$(BIN)/dressform check $(ARGS)
	$(BIN)/python -m tests.deviations

test: $(VENV)/dev.stamp
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=mockserver $(BIN)/lint-imports
	$(BIN)/python -m openapi_spec_validator schemas/*/openapi.yaml
	@if command -v npx >/dev/null; then npx --yes @redocly/cli@2.31.6 lint schemas/*/openapi.yaml; \
	else echo "lint: no npx on this machine, so the OpenAPI style rules of redocly.yaml were NOT checked"; \
	     test -z "$$CI"; fi

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks $(ARGS)

# What people use today, to be measured beside: into .bench, at the versions in tests/benchmarks/peers.
bench-peers: .bench/venv/peers.stamp
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory .bench/node/peers.stamp; \
	else echo "bench-peers: no npm on this machine, so Prism and Mockoon are NOT installed"; fi

# Memory over 200,000 requests; not part of bench.
soak: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks.soak $(ARGS)

clean:
	rm -rf $(VENV) .bench .mypy_cache .ruff_cache .hypothesis .coverage dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "dressform needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/serve.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[video]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/serve.stamp

.bench/venv/peers.stamp: tests/benchmarks/peers/requirements.txt
	$(PYTHON) -m venv .bench/venv
	.bench/venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.bench/node/peers.stamp: tests/benchmarks/peers/package.json
	@mkdir -p $(@D)
	cp $< $(@D)/package.json
	npm install --prefix $(@D) --no-audit --no-fund --loglevel=error
	@touch $@
