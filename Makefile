# Two commands do everything on a fresh machine: `make demo` and `make test`.
# The environment is made once in .venv (network needed); after that both work offline.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCE_DATA ?= ../shared/data
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-lowest lint types unit format readme bench resources clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.runtime: pyproject.toml tools/make_environment.sh
	@sh tools/make_environment.sh "$(PYTHON)" "$(VENV)" runtime

$(VENV)/.dev: $(VENV)/.runtime
	@sh tools/make_environment.sh "$(PYTHON)" "$(VENV)" dev

demo: $(VENV)/.runtime ## annotate the packaged tumour VCF and show what comes out
	@$(BIN)/pm-annotate annotate resources/examples/demo_tumor_normal.vcf \
		--tumor-type "colorectal cancer" --callable resources/examples/demo_callable.bed --output-dir demo-reports --force

test: lint types unit ## lint, types and tests

test-lowest: ## the tests with the oldest dependencies that are allowed
	sh tools/test_lowest.sh "$(PYTHON)"

lint: $(VENV)/.dev
	$(BIN)/ruff check pm_annotate tests tools
	$(BIN)/ruff format --check pm_annotate tests tools

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev
	$(BIN)/pytest -n $(JOBS)

bench: $(VENV)/.dev ## measure against the budgets and write docs/benchmarks.md
	$(BIN)/python tools/bench.py

readme: $(VENV)/.dev ## put what the demo prints into README.md
	$(BIN)/python tools/readme_demo.py

format: $(VENV)/.dev ## rewrite the code in the project's style
	$(BIN)/ruff check --fix pm_annotate tests tools
	$(BIN)/ruff format pm_annotate tests tools

resources: $(VENV)/.dev ## build the packaged tables from the source data (SOURCE_DATA=folder)
	$(BIN)/python -m pm_annotate.build_resources --source $(SOURCE_DATA) --output resources

clean: ## remove the environment and everything that was made
	rm -rf $(VENV) .venv-lowest demo-reports build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
