# make demo   set up, run the main job, print a table and where the notebooks lie
# make test   set up, check the house, run every notebook and every test
# make check  the formatter, ruff, mypy and the house checks alone: seconds
# make check-js   the widgets' JavaScript: prettier, eslint and its tests; needs Node.js and npm
# make lab    JupyterLab on the index notebook; as root: ARGS=--allow-root
# make test-browser   only the tests that drive JupyterLab in Chromium; screenshots lie in runs/screenshots
# make audit  every check of tools/audit.toml, minutes; writes nbs/guides/10_audit.ipynb and prints the counts
# make chaos  kills, full disks, two callers and damaged files, ten minutes; writes benchmarks/results/chaos.md
# make docs   the documentation site, _docs/index.html; ARGS=--execute runs the tutorials for their pictures
# make dashboard   runs as they train and side by side, without code; on this machine only, with a token
# make interop   an environment with LeRobot 0.4.4: it reads our datasets, trains on them, and runs our policies
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
TASK   ?= lift_clips
ARGS   ?=
# running a page in JupyterLab changes no file of the clone: nbs/plumbing/26_saved.ipynb
SERVER := $(VENV)/etc/jupyter

.PHONY: demo check check-js test test-browser audit chaos lab docs dashboard sync interop clean

.venv.stamp: pyproject.toml constraints.txt tools/system-packages tools/jupyter_server_config.json
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11, or make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .[dev]
	bash tools/system-packages
	@mkdir -p $(SERVER) && cp tools/jupyter_server_config.json $(SERVER)/
	@touch $@

demo: .venv.stamp
	$(BIN)/tactile-nb demo -p task_name $(TASK) $(ARGS)

check: .venv.stamp
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m tactile_nb.plumbing.house

check-js:
	cd tools/js && npm ci --no-audit --no-fund --silent && npm run -s check && npm run -s test

test: .venv.stamp check
	$(BIN)/python -m tactile_nb.plumbing.sync --check
	$(BIN)/python -m tactile_nb.plumbing.outputs
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-browser: .venv.stamp
	$(BIN)/python -m pytest tests/test_browser.py -s

audit: .venv.stamp
	$(BIN)/python -m tactile_nb.plumbing.audit $(ARGS)

chaos: .venv.stamp
	cd benchmarks && OMP_NUM_THREADS=1 ../$(BIN)/python chaos.py $(ARGS)

lab: .venv.stamp
	$(BIN)/jupyter lab nbs/index.ipynb $(ARGS)

docs: .venv.stamp
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .[docs]
	$(BIN)/python -m tactile_nb.plumbing.docs $(ARGS)

# the policy keeps the page from asking a CDN for icons
dashboard: .venv.stamp
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .[dashboard]
	$(BIN)/voila nbs/tutorials/dashboard.ipynb --Voila.ip=127.0.0.1 --Voila.auto_token=True --Voila.tornado_settings='{"headers": {"Content-Security-Policy": "default-src '"'self' data: blob: 'unsafe-inline' 'unsafe-eval'"'"}}' $(ARGS)

sync: .venv.stamp
	$(BIN)/python -m tactile_nb.plumbing.sync

LEROBOT := .venv-interop
.venv-interop.stamp: tools/interop/requirements.txt
	$(PYTHON) -m venv $(LEROBOT)
	$(LEROBOT)/bin/pip install -q --disable-pip-version-check -c tools/interop/torch.txt torch numpy safetensors
	$(LEROBOT)/bin/pip install -q --disable-pip-version-check -c tools/interop/torch.txt -r tools/interop/requirements.txt
	$(LEROBOT)/bin/pip install -q --disable-pip-version-check --no-deps lerobot==0.4.4 torchvision==0.27.1 -e . -e plugins/lerobot_policy_tactile_nb
	cp tools/interop/sitecustomize.py $$($(LEROBOT)/bin/python -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")
	@touch $@

interop: .venv.stamp .venv-interop.stamp
	$(BIN)/python tools/interop/prepare.py
	HF_HUB_OFFLINE=1 $(LEROBOT)/bin/python tools/interop/check.py runs/interop

clean:
	rm -rf $(VENV) .venv.stamp $(LEROBOT) .venv-interop.stamp build dist *.egg-info
