# What is done often, by name. `make help` lists it. Everything lives in .venv and build/; nothing is installed elsewhere,
# but for what `make test` needs of the system where it runs as root (see tools/system.py).

PYTHON ?= python3
VENV := .venv
IN := $(VENV)/bin
PIP_QUIET := --quiet --disable-pip-version-check
LOCK := $(IN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test soak year bench bench-full check format lint types layers format-fix pictures coverage wheel lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## a living local workspace in the browser, the bot in it (Ctrl-C stops it)
	@exec $(IN)/python -m demo $(ARGS)

test: $(VENV)/.develop ## every test, PostgreSQL and the browser included (ARGS="-k invite" for some)
	@$(IN)/python -m tools.system
	@$(IN)/python -m pytest --numprocesses 2 --dist worksteal $(ARGS)

soak: $(VENV)/.develop ## ten minutes of faults at random, told against what was planned (ARGS="--seed 7 --minutes 60")
	@$(IN)/python -m soak.faults $(ARGS)

year: $(VENV)/.develop ## a year in the life of fifty members, told against an oracle (ARGS="--seed 7 --members 6 --days 60")
	@$(IN)/python -m soak.year $(ARGS)
	@$(IN)/python -m pytest --quiet -m soak

bench: $(VENV)/.develop ## this program beside what one would use instead, in under five minutes (ARGS="--only posting")
	@$(IN)/python -m benchmarks $(ARGS)

bench-full: $(VENV)/.develop ## the same, and the rows that take longer
	@$(IN)/python -m benchmarks --full $(ARGS)

check: format lint types layers test ## what CI runs: format, lint, types, layers, tests

format: $(VENV)/.develop ## is everything formatted?
	@$(IN)/ruff format --check --quiet . || { echo "make format-fix mends this"; exit 1; }

lint: $(VENV)/.develop ## what ruff has to say
	@$(IN)/ruff check --quiet .

types: $(VENV)/.develop ## what mypy has to say, strictly
	@$(IN)/mypy

layers: $(VENV)/.develop ## does every import point down?
	@$(IN)/lint-imports --no-cache

format-fix: $(VENV)/.develop ## formats everything, and sorts the imports
	@$(IN)/ruff check --quiet --select I --fix .
	@$(IN)/ruff format --quiet .

pictures: $(VENV)/.develop ## renews docs/pictures by living through the demo in a browser
	@rm -rf build/pictures && $(IN)/python -m pytest --quiet tests/stories -k "browser or digest"
	@mkdir -p docs/pictures && cp build/pictures/*.png docs/pictures/

coverage: $(VENV)/.develop ## which lines and branches no test reaches
	@$(IN)/python -m coverage run -m pytest --quiet $(ARGS)
	@$(IN)/python -m coverage report

wheel: $(VENV)/.develop ## builds dist/coopetiquette-….whl
	@$(IN)/python -m hatchling build -t wheel

lock: $(VENV)/.uv ## pins what pyproject.toml asks for anew, with hashes (ARGS=--upgrade for what is newest)
	@$(LOCK) $(ARGS) pyproject.toml --output-file requirements/run.txt
	@$(LOCK) $(ARGS) pyproject.toml --extra develop --constraint requirements/run.txt --output-file requirements/develop.txt
	@$(LOCK) $(ARGS) --group pyproject.toml:installer --output-file requirements/uv.txt

clean: ## removes what was made, the environment included; never a database
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

# The environment grows in steps, each stamped, so that a second run does nothing.
$(VENV)/.made:
	@tools/venv $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.uv: requirements/uv.txt $(VENV)/.made
	@$(IN)/python -m pip install $(PIP_QUIET) --require-hashes --requirement requirements/uv.txt
	@touch $@

$(VENV)/.run: requirements/run.txt $(VENV)/.uv
	@$(IN)/uv pip install --quiet --python $(VENV) --require-hashes --requirement requirements/run.txt
	@touch $@

$(VENV)/.develop: requirements/develop.txt pyproject.toml $(VENV)/.uv
	@$(IN)/uv pip sync --quiet --python $(VENV) --require-hashes requirements/develop.txt requirements/uv.txt
	@$(IN)/uv pip install --quiet --python $(VENV) --no-deps --no-build-isolation --offline --editable .
	@touch $@ $(VENV)/.run
