# make demo   set up, run the main job, print a table and where the notebooks lie
# make test   set up, check that notebooks and library are in sync, run the tests
# make lab    JupyterLab on the index notebook
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
TASK   ?= lift_clips
ARGS   ?=

.PHONY: demo test lab sync clean

.venv.stamp: pyproject.toml constraints.txt tools/system-packages
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11, or make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .[test]
	bash tools/system-packages
	@touch $@

demo: .venv.stamp
	$(BIN)/tactile-nb demo -p task_name $(TASK) $(ARGS)

test: .venv.stamp
	$(BIN)/python -m tactile_nb.plumbing.sync --check
	$(BIN)/nbdev_test --skip_folder_re '^([_.]|(jobs|tutorials)$$)'
	$(BIN)/python -m pytest

lab: .venv.stamp
	$(BIN)/jupyter lab nbs/index.ipynb

sync: .venv.stamp
	$(BIN)/python -m tactile_nb.plumbing.sync

clean:
	rm -rf $(VENV) .venv.stamp build dist *.egg-info
