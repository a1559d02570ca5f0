# Two commands do all the set-up: `make demo` and `make test`. Python >= 3.11 and make are all they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: bench bench-half-year bench-reading bench-small bench-year build check clean clients demo disks docs engines format fuzz golden guards help house pictures release-check sample screens test torture

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "vaultgen needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "The first time: an environment in $(VENV), with what vaultgen needs. A minute or two."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

$(VENV)/installed-check: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[test,check]'
	@touch $@

demo: $(VENV)/installed ## write the shipped day as a vault into ./demo-vault (no network, no key)
	$(BIN)/vaultgen demo

test: $(VENV)/installed-test ## run the whole test suite
	$(BIN)/python -m pytest -n auto

TIMES ?= 1
torture: $(VENV)/installed-test ## every fault from outside, at length, TIMES (1) as much, and how many were tried and bad: half an hour of two idle cores; as root after `make disks` for all of it
	VAULTGEN_TORTURE=$(TIMES) $(BIN)/python -m pytest -v -n auto --dist worksteal --timeout=0 --durations=20 tests/faults tests/vault/test_races.py \
	  tests/vault/test_crash.py tests/vault/test_abilities.py tests/reconcile/test_machine.py

guards: $(VENV)/installed-test ## what guards do with every recorded text, where recordings are beside the checkout: pieces, seams, lost
	VAULTGEN_TORTURE=1 $(BIN)/python -m pytest -q --timeout=0 tests/translate/test_pieces.py tests/translate/test_seams.py tests/translators/test_recordings.py

engines: $(VENV)/installed-test ## every engine against every fault, and the table of docs/engineering/translation-checks.md, regenerated
	GOLDEN_WRITE=1 $(BIN)/python -m pytest -q -n auto tests/translators/test_conformance.py tests/translators/test_refusals.py

SEED ?= 1
COUNT ?= 150
mutants: $(VENV)/installed-test ## plant COUNT faults where a person's text is decided about (mutmut), and report those the tests miss (an hour)
	$(BIN)/python -m pip install --quiet 'mutmut>=3.8,<4'
	$(BIN)/mutmut run $$($(BIN)/python tests/faults/sample.py $(SEED) $(COUNT)); $(BIN)/mutmut results

clients: ## install other people's programs, outside the checkout, for the tests that ask them
	PYTHON=$(PYTHON) tests/clients/install.sh

disks: ## install Debian's programs for the tests: other file systems, Pandoc (as root; else says what is missing)
	tests/faults/install.sh

pictures: $(VENV)/installed-test ## make docs/pictures/ from the sample vault (needs a Chromium; formulas need `make clients`)
	$(BIN)/python docs/pictures/make.py
	$(BIN)/python docs/pictures/drawn.py
	$(BIN)/python docs/pictures/screens.py
	$(BIN)/python docs/pictures/first_screen.py

screens: $(VENV)/installed-test ## print how many screens of a phone ten papers of a listing take (needs a Chromium)
	$(BIN)/python docs/pictures/two_screens.py

check: $(VENV)/installed-check ## run linter, formatter, type checker, search for unused code, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/lint-imports

house: $(VENV)/installed ## print how the code is built: names and sizes of files, and the way of a paper through them
	$(BIN)/python docs/engineering/make/house.py

bench: $(VENV)/installed ## measure what a run costs next to what the file system and a peer cost, into docs/engineering/performance.md (minutes)
	test -x .peers/bin/arxivsnap || { $(PYTHON) -m venv .peers && .peers/bin/python -m pip install --quiet arxiv-ingest==0.20.0 arxivsnap==0.2.0; }
	$(BIN)/python -m bench

bench-half-year: $(VENV)/installed ## the same by `vaultgen today` and real notes, day by day, and on a second device with each of PYTHONS: a quarter of an hour
	$(BIN)/python -m bench.half_year $(READERS) $(addprefix --python ,$(PYTHONS))

bench-year: $(VENV)/installed ## play a year of 22 papers a day: files by kind, bytes of machine text, seconds, into the same page
	$(BIN)/python -m bench.year

bench-small: $(VENV)/installed ## measure the same on small vaults; fail if a ratio is twice its goal
	$(BIN)/python -m bench --small

bench-reading: $(VENV)/installed ## measure what ranking brings two recorded readers (needs their recordings next to the project)
	$(BIN)/python -m bench.reading $(READERS)

format: $(VENV)/installed-check ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sample: $(VENV)/installed ## regenerate sample-vault/
	rm -rf sample-vault
	$(BIN)/vaultgen demo sample-vault

docs: $(VENV)/installed-test ## regenerate the pages made from code and tests; look at the diff
	GOLDEN_WRITE=1 $(BIN)/python -m pytest -q tests/day/test_newcomer.py tests/day/test_mistakes.py -k page
	$(BIN)/python docs/engineering/make/configuration_page.py > docs/configuration.md
	$(BIN)/python docs/engineering/make/schema.py > vaultgen/config/vaultgen.schema.json
	$(BIN)/python docs/engineering/make/commands_page.py > docs/commands.md

SECONDS ?= 60
TARGETS ?= texts render notes feed api oai query
fuzz: ## fuzz each target for SECONDS (60), with atheris in its own environment
	test -x .fuzz/bin/python || $(PYTHON) -m venv .fuzz
	.fuzz/bin/python -m pip install --quiet atheris --editable '.[test]'
	for target in $(TARGETS); do \
	  .fuzz/bin/python fuzz/seeds.py $$target .fuzz/$$target && \
	  .fuzz/bin/python fuzz/fuzz.py $$target .fuzz/$$target -max_total_time=$(SECONDS) -timeout=10 -max_len=4000 \
	    -artifact_prefix=.fuzz/ || exit 1; \
	done

build: $(VENV)/installed-test ## build wheel and sdist into dist/
	$(BIN)/python -m pip install --quiet build
	rm -rf dist
	$(BIN)/python -m build

release-check: build ## build, install wheel and sdist each into its own environment, and compare the sample vault
	$(BIN)/python -m pip install --quiet twine
	$(BIN)/python -m twine check --strict dist/*
	for made in "$$PWD"/dist/*.whl "$$PWD"/dist/*.tar.gz; do \
	  place=$$(mktemp -d) && $(PYTHON) -m venv $$place/venv && \
	  $$place/venv/bin/python -m pip install --quiet "$$made" && \
	  (cd $$place && HOME=$$place VAULTGEN_STATE_DIR=$$place/state && export HOME VAULTGEN_STATE_DIR && \
	    venv/bin/vaultgen --version && venv/bin/vaultgen demo vault -q) && \
	  diff -r $$place/vault sample-vault && rm -rf $$place || exit 1; \
	  echo "$${made##*/}: the sample vault, byte for byte"; \
	done

clean: ## delete what these targets made, except vaults
	rm -rf $(VENV) .fuzz .peers dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

golden: $(VENV)/installed-test ## regenerate the folders of tests/golden; look at the diff
	GOLDEN_WRITE=1 $(BIN)/python -m pytest -q tests/day/test_golden.py
