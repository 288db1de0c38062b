"""Recordings of real robots, in which faults are planted as well"""

import contextlib
import shutil

from faults.presses import write_presses
from tactile_nb.data.other_project import make_project
from tactile_nb.data.project import project_root
from tactile_nb.data.tasks import get_task

WITHOUT_TOUCH = dict(dataset_dir='', tactile_names='', enable_hsa=False, touch='none', chunk_size=5)
REAL = project_root() / 'data' / 'real.toml'
PRESSES = project_root().parent / 'shared' / 'real' / 'eflesh'
SETTINGS = {  # name of a recording -> settings of its run
    'bridge': dict(task_name='bridge', camera_names='', **WITHOUT_TOUCH),
    'piper': dict(task_name='piper', camera_names='none', **WITHOUT_TOUCH),
    'presses': dict(
        task_name='presses',
        dataset_dir='',
        camera_names='none',
        tactile_names='pad',
        enable_hsa=False,
        chunk_size=5,
    ),
}


@contextlib.contextmanager
def project_of(name, folder):
    "Inside, a recording of a real robot is known; '': the demonstrations are everywhere"
    if name not in SETTINGS:
        yield
        return
    if name == 'presses':
        write_presses(PRESSES, f'{folder}-project')
    else:
        make_project(f'{folder}-project', [name], REAL)
    try:
        with contextlib.chdir(f'{folder}-project'):
            yield
    finally:
        shutil.rmtree(f'{folder}-project', ignore_errors=True)


def need(names):
    "SystemExit for a recording that is not here: '' are the demonstrations"
    for name in sorted(set(names) & set(SETTINGS)):
        place = PRESSES if name == 'presses' else get_task(name, REAL).path.resolve()
        if not place.is_dir():
            raise SystemExit(f'the recording {name} is not at {place}')
