"""Recordings of real robots, in which faults are planted as well"""

import contextlib
import shutil

from tactile_nb.data.other_project import make_project
from tactile_nb.data.project import project_root
from tactile_nb.data.tasks import get_task

WITHOUT_TOUCH = dict(dataset_dir='', tactile_names='', enable_hsa=False, touch='none', chunk_size=5)
SETTINGS = {  # name in data/real.toml -> settings of its run
    'bridge': dict(task_name='bridge', camera_names='', **WITHOUT_TOUCH),
    'piper': dict(task_name='piper', camera_names='none', **WITHOUT_TOUCH),
}


@contextlib.contextmanager
def project_of(name, folder):
    "Inside, a recording of a real robot is known; '': the demonstrations are everywhere"
    if name not in SETTINGS:
        yield
        return
    make_project(f'{folder}-project', [name], project_root() / 'data' / 'real.toml')
    with contextlib.chdir(f'{folder}-project'):
        yield
    shutil.rmtree(f'{folder}-project', ignore_errors=True)


def need(names):
    "SystemExit for a recording that is not here: '' are the demonstrations"
    for name in sorted(set(names) & set(SETTINGS)):
        place = get_task(name, project_root() / 'data' / 'real.toml').path.resolve()
        if not place.is_dir():
            raise SystemExit(f'the recording {name} is not at {place}, where data/real.toml says')
