# make install set up only, to run the commands of .venv/bin/portal
# make serve   set up, found the demonstration if there is none, serve it (PORT=6543)
# make test    set up and run all tests
# make check   lint, types, catalogues, lock, installed packages
# make lock    resolve requirements.in and requirements-dev.in anew
# make catalogues   bring the messages of the code into the translation catalogues

PORT ?= 6543
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PO := $(wildcard portal/locale/*/LC_MESSAGES/*.po addons/*/locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

.PHONY: install serve test check lock catalogues clean
.DEFAULT_GOAL := serve

install: $(VENV)/ready $(MO)

serve: $(VENV)/ready $(MO)
	@$(BIN)/portal serve --or-demo --port $(PORT) etc/development.ini

test: $(VENV)/ready-dev $(MO)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(TESTS)

check: $(VENV)/ready-dev $(MO)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/architecture
	@$(BIN)/python tests/architecture/installed.py
	@$(BIN)/python tests/architecture/lock.py

lock: $(VENV)/ready-dev
	@$(BIN)/python tests/architecture/lock.py --write

catalogues: $(VENV)/ready-dev
	@$(BIN)/python tests/architecture/catalogues.py --write

$(VENV)/ready: requirements.lock setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=/usr/bin/python3.11"; exit 1; }
	@echo "Setting up $(VENV); this takes a minute the first time."
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

%.mo: %.po | $(VENV)/ready
	@$(BIN)/pybabel compile --domain $(basename $(notdir $<)) --input-file $< --output-file $@ 2>/dev/null

clean:
	rm -rf $(VENV) $(MO)
