"""Recordings of real robots, in which faults are planted as well"""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from faults.presses import write_presses
from tactile_nb.data.other_project import make_project
from tactile_nb.data.project import project_root
from tactile_nb.data.tasks import get_task

REAL = project_root() / 'data' / 'real.toml'
COMMON = dict(dataset_dir='', enable_hsa=False, chunk_size=5)
PRESSES = project_root().parent / 'shared' / 'real' / 'eflesh'


@dataclass(frozen=True)
class Recording:
    "A recording of a real robot, and how a run is set up on it"

    settings: dict
    place: Callable[[], Path]  # where it has to lie
    make: Callable[[str], object]  # a project in a folder that knows it


def of_registry(name, **settings):
    "A recording of data/real.toml, none of which has touch"
    return Recording(
        settings=dict(COMMON, task_name=name, tactile_names='', touch='none', **settings),
        place=lambda: get_task(name, REAL).path.resolve(),
        make=partial(make_project, names=[name], registry=REAL),
    )


RECORDINGS = {
    'bridge': of_registry('bridge', camera_names=''),
    'piper': of_registry('piper', camera_names='none'),
    'presses': Recording(
        settings=dict(COMMON, task_name='presses', camera_names='none', tactile_names='pad'),
        place=lambda: PRESSES,
        make=partial(write_presses, PRESSES),
    ),
}
SETTINGS = {name: one.settings for name, one in RECORDINGS.items()}


@contextlib.contextmanager
def project_of(name, folder):
    "Inside, a recording of a real robot is known; '': the demonstrations are everywhere"
    if name not in RECORDINGS:
        yield
        return
    RECORDINGS[name].make(f'{folder}-project')
    try:
        with contextlib.chdir(f'{folder}-project'):
            yield
    finally:
        shutil.rmtree(f'{folder}-project', ignore_errors=True)


def need(names):
    "SystemExit for a recording that is not here: '' are the demonstrations"
    for name in sorted(set(names) & set(RECORDINGS)):
        place = RECORDINGS[name].place()
        if not place.is_dir():
            raise SystemExit(f'the recording {name} is not at {place}')
