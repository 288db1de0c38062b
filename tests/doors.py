"""The doors for a researcher's own code, from outside: own files, own processes, no checkout.

A door is opened in two places, some small ones in the first alone. In one the package is installed
from its wheel and the checkout is nowhere. In the other a folder has a clone in it, as people have
their experiments: nothing is installed and the shell stands above the clone. Every step is a
process of its own.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

CLONE = Path(__file__).parents[1]
GUIDES = CLONE / 'nbs' / 'guides'
JOB = 'import sys; from tactile_nb.training.jobs import main; sys.exit(main(sys.argv[1:]))'
SMALL = dict(
    chunk_size=8,
    batch_size=4,
    hidden_dim=16,
    feedforward_dim=16,
    heads=2,
    enc_layers=1,
    hsa_img_size=32,
    num_steps=2,
    val_every=2,
    checkpoint_every=2,
    device='cpu',
)
OPEN = """
from tactile_nb.training.runs import Run
run = Run('run')
print(type(run.policy().touches[{sensor!r}]).__name__, run.settings()['task_name'])
"""
PACKAGED = ('pyproject.toml', 'README.md', 'LICENSE', 'tactile_nb', 'data/tasks.toml', 'nbs/jobs')


def cells(guide: str) -> list:  # sources of the code cells
    "What the guide tells a reader to run"
    page = nbformat.read(GUIDES / f'{guide}.ipynb', 4)
    return [cell.source for cell in page.cells if cell.cell_type == 'code']


@dataclass
class Place:
    "A folder of somebody's experiments, and where Python finds the package"

    folder: Path
    package: Path

    def python(self, code: str, *arguments, fails: bool = False) -> str:  # what it prints
        "A process of its own in the folder; standard error where it is to fail"
        home = {'HOME': str(self.folder), 'XDG_CONFIG_HOME': str(self.folder / '.config')}
        kept = {o: os.environ[o] for o in ('PATH', 'OMP_NUM_THREADS') if o in os.environ}
        cache = {'TACTILE_NB_CACHE': str(self.folder / '.cache')}
        environment = {**kept, **home, **cache, 'PYTHONPATH': str(self.package)}
        command = [sys.executable, '-W', 'ignore', '-c', code, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert bool(done.returncode) == fails, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stderr if fails else done.stdout

    def job(self, name: str, *, fails: bool = False, **given) -> str:
        "A command, as a terminal has it"
        pairs = [o for key, value in given.items() for o in ('-p', key, str(value))]
        return self.python(JOB, name, *pairs, fails=fails)


def lift(folder: Path):
    "A project with the recordings that are shipped"
    (folder / 'data').mkdir()
    shipped = (CLONE / 'data' / 'tasks.toml').read_text()
    there = shipped.replace('dataset_dir = "data/lift"', f'dataset_dir = "{CLONE}/data/lift"')
    (folder / 'data' / 'tasks.toml').write_text(there)


@pytest.fixture(scope='session')
def installed(tmp_path_factory):
    "A folder into which the wheel was installed"
    source = tmp_path_factory.mktemp('source')
    for name in PACKAGED:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        if (CLONE / name).is_dir():
            no_cache = shutil.ignore_patterns('__pycache__', '.ipynb_checkpoints')
            shutil.copytree(CLONE / name, source / name, ignore=no_cache)
        else:
            shutil.copy(CLONE / name, source / name)
    pip = [sys.executable, '-m', 'pip', '-q', '--disable-pip-version-check']
    alone = ['--no-deps', '--no-index']
    wheels = source / 'wheels'
    make = ['wheel', *alone, '--no-build-isolation', '-w', str(wheels), str(source)]
    subprocess.run([*pip, *make], check=True)
    (wheel,) = wheels.glob('*.whl')
    target = tmp_path_factory.mktemp('installed')
    subprocess.run([*pip, 'install', *alone, '--target', str(target), str(wheel)], check=True)
    return target


@pytest.fixture(params=['wheel', 'above a clone'])
def place(request, tmp_path):
    "Somebody's folder: with the package installed elsewhere, or with a clone in it"
    if request.param == 'wheel':
        return Place(tmp_path, request.getfixturevalue('installed'))
    (tmp_path / 'tactile_nb').symlink_to(CLONE)
    return Place(tmp_path, tmp_path)


BY_WHEEL = pytest.mark.parametrize(
    'place', ['wheel', pytest.param('above a clone', marks=pytest.mark.slow)], indirect=True
)  # for tests of a minute: the two places differ in what is imported, and others ask that
