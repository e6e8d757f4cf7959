# `make run` and `make test` each work alone on a bare clone with Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8501
N ?= 20
RUN_ENV := .venv-run
TEST_ENV := .venv-test
SOURCES ?= ../shared/clips ../shared/people ../shared/real_motion
CALIBRATION ?= ../shared/calibration
LONG_SOURCE ?= ../shared/people
LONG_IDLE ?= ../shared/clips
NAMED_SOURCES = $(foreach folder,$(SOURCES),$(notdir $(folder))=$(folder))

# Many short processes share the compiled modules; where Python may not write them each compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-all browser-repeat lint accuracy bench crossvalidate refit lock clean

help:
	@echo "make run        make the environment, analyse the samples, open the review page"
	@echo "make test       make a test environment, lint, and run every test"
	@echo "make accuracy   score the program as it ships on SOURCES=$(SOURCES)"
	@echo "make crossvalidate  fit without each source, family and person, judge on it, write the README's tables"
	@echo "make refit      fit the networks again from CALIBRATION=$(CALIBRATION) and SOURCES"
	@echo "make browser-repeat   run the browser tests N=$(N) times, count the rounds that failed"
	@echo "make bench      time short clips against the naive loop and what the cores allow; assemble and time long ones"
	@echo "make lock       resolve the pinned versions again"
	@echo "make clean      remove the environments"

run: $(RUN_ENV)/ready
	@$(RUN_ENV)/bin/python -m transitions samples
	@$(RUN_ENV)/bin/python -m transitions review --port $(PORT)

test: $(TEST_ENV)/ready lint test-all

lint: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/ruff check .
	$(TEST_ENV)/bin/ruff format --check .
	$(TEST_ENV)/bin/mypy
	$(TEST_ENV)/bin/lint-imports

# Tests that time what a person waits for run on their own; the rest shares the cores. A browser test that failed
# while two browsers and their servers shared the machine has to pass alone, and is named; `browser-repeat` counts it.
test-all: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/pytest -m "not browser"
	$(TEST_ENV)/bin/pytest -n 2 --dist loadfile -m "browser and not timed" \
	  || $(TEST_ENV)/bin/pytest -n 0 -v --lf --lfnf=none -m "browser and not timed"
	$(TEST_ENV)/bin/pytest -n 0 -m timed

# A test that fails now and then is a failing test: the browser's, N times over.
browser-repeat: $(TEST_ENV)/ready
	@failed=0; for round in $$(seq $(N)); do \
	  { $(TEST_ENV)/bin/python -m pytest -n 2 --dist loadfile -m "browser and not timed" \
	    && $(TEST_ENV)/bin/python -m pytest -n 0 -m timed; } || failed=$$((failed + 1)); \
	done; echo "$$failed of $(N) rounds failed"; test $$failed -eq 0

accuracy: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/transitions validate $(SOURCES)

bench: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/python -m bench.speed
	$(TEST_ENV)/bin/python -m bench.long --source $(LONG_SOURCE) --idle $(LONG_IDLE)
	$(TEST_ENV)/bin/python -m bench.long_kills --source $(LONG_SOURCE) --idle $(LONG_IDLE)

crossvalidate: $(TEST_ENV)/ready
	@$(TEST_ENV)/bin/python -c "import torch" 2>/dev/null || { echo "The fits need torch: $(TEST_ENV)/bin/python -m pip install 'torch>=2.9'"; exit 1; }
	$(TEST_ENV)/bin/python -m bench.crossvalidate $(SOURCES) --calibration $(CALIBRATION)

refit: $(TEST_ENV)/ready
	@$(TEST_ENV)/bin/python -c "import torch" 2>/dev/null || \
		(echo "Fitting needs torch: $(TEST_ENV)/bin/python -m pip install 'torch>=2.9', then try again."; exit 1)
	$(TEST_ENV)/bin/python -m bench.fit_networks joints --calibration $(CALIBRATION) $(NAMED_SOURCES:%=--source %)
	$(TEST_ENV)/bin/python -m bench.fit_networks spine --calibration $(CALIBRATION) --bodies $(NAMED_SOURCES:%=--source %)
	$(TEST_ENV)/bin/python -m bench.fit_movement $(NAMED_SOURCES)

$(RUN_ENV)/ready: requirements.lock pyproject.toml bin/check-system
	@PYTHON=$(PYTHON) sh bin/check-system
	@$(PYTHON) -m venv $(RUN_ENV)
	@echo "Installing what is pinned (a few minutes the first time) ..."
	@$(RUN_ENV)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN_ENV)/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_ENV)/ready: requirements-dev.lock pyproject.toml bin/check-system
	@PYTHON=$(PYTHON) sh bin/check-system
	@$(PYTHON) -m venv $(TEST_ENV)
	@echo "Installing what is pinned (a few minutes the first time) ..."
	@$(TEST_ENV)/bin/python -m pip install -q --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(TEST_ENV)/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install -q --disable-pip-version-check uv
	.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra postgres pyproject.toml requirements-build.in -o requirements.lock
	.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group dev --extra postgres pyproject.toml requirements-build.in -o requirements-dev.lock

clean:
	rm -rf $(RUN_ENV) $(TEST_ENV) .venv-lock
