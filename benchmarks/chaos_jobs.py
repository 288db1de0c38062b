"""The calls and readings that `chaos.py` disturbs"""

import json
import shutil
from functools import partial
from pathlib import Path

import numpy as np
from chaos_project import (
    ENTRY,
    EPISODES,
    contents,
    digest,
    enter,
    entry_of,
    episode,
    figures,
    settings,
    store,
    trajectories,
    write_trajectory,
)

from tactile_nb.data.convert import convert
from tactile_nb.data.frames import cached_frames
from tactile_nb.data.identity import content_key
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.tasks import get_task
from tactile_nb.data.xtrainer import write_xtrainer
from tactile_nb.evidence.diagnosis import diagnose
from tactile_nb.evidence.rl import learn
from tactile_nb.evidence.rollout import evaluate
from tactile_nb.sim.bench import record
from tactile_nb.training.prepare import prepare_data
from tactile_nb.training.runs import Run
from tactile_nb.training.trainer import train

HALF = 6  # steps of a run that was stopped


def train_here(folder: Path, **changes) -> dict:
    "Train, or go on"
    enter(folder)
    return figures(train(settings(**changes)))


def go_on(folder: Path) -> dict:
    "Go on with a run that was stopped"
    return train_here(folder, ckpt_dir='runs/half')


def convert_here(folder: Path) -> dict:
    "Convert to LeRobot"
    enter(folder)
    out = folder / 'converted'
    convert('data/tiny', out, task=get_task('tiny'), workers=2, progress='none', overwrite=True)
    return contents(out, get_task('tiny'))


def record_here(folder: Path) -> dict:
    "Record two demonstrations on the bench"
    enter(folder)
    record(folder / 'recorded', 2, task='grip', cameras=(), workers=1, progress='none')
    return contents(folder / 'recorded')


def cache_here(folder: Path) -> dict:
    "Decode pictures into a cache"
    enter(folder)
    episodes = open_episodes('data/tiny', get_task('tiny'))
    return dict(frames=digest(cached_frames(episodes, 'observation.images.wrist', (16, 16))))


def evaluate_here(folder: Path) -> dict:
    "Play the expert on the bench"
    enter(folder)
    found = evaluate('expert', 'grip', episodes=3, workers=1, out=folder / 'e', progress='none')
    return {f'{one["seed"]}': [one[k] for k in sorted(one) if k != 'ms'] for one in found.rows}


def learn_here(folder: Path) -> dict:
    "Learn by reinforcement for a moment"
    enter(folder)
    how = dict(steps=128, look=128, episodes=1, obs_steps=1, progress=False)
    run = learn('grip', out=folder / 'rl', **how, n_steps=64, batch_size=64)
    curve = json.loads((run.path / 'curve.json').read_text())
    weights = {name: digest(o.numpy()) for name, o in run.policy().state_dict().items()}
    return dict(curve=curve, weights=weights)


def diagnose_here(folder: Path) -> dict:
    "Diagnose a run, and save what was found"
    enter(folder)
    report = diagnose('runs/done', plots=False)
    report.save(folder / 'report')
    return dict(verdict=report.verdict, findings=[o.code for o in report.findings])


JOBS = {
    'train, 0 workers': train_here,
    'cache': cache_here,
    'train, 2 workers': partial(train_here, num_workers=2),
    'resume': go_on,
    'convert': convert_here,
    'record': record_here,
    'evaluate': evaluate_here,
    'rl': learn_here,
    'diagnose': diagnose_here,
}


def batches(folder: Path) -> dict:
    "What is trained on, through the caches"
    enter(folder)
    data = prepare_data(settings())
    batch = data.windows.batch(range(len(data.windows)))
    found = {key: digest(values.numpy()) for key, values in batch.items()}
    return found | dict(train=data.train, held_out=data.held_out)


def show_run(folder: Path) -> dict:
    "All that a finished run shows"
    enter(folder)
    return figures(Run('runs/done'))


def reader(name: str, task: bool = True):
    "Read one of the data sets"

    def read(folder: Path) -> dict:
        enter(folder)
        return contents(folder / name, get_task('tiny') if task else None)

    return read


def read_trajectories(folder: Path) -> dict:
    "Trajectories and their sensor, through the cache"
    enter(folder)
    return contents(folder / 'trajectories', trajectories())


ENTRIES = 40  # of the store


def read_store(folder: Path) -> dict:
    "What a store of features still has"
    enter(folder)
    found = store()
    values = {str(number): found.get(content_key(str(number))) for number in range(ENTRIES)}
    return {name: digest(value) for name, value in values.items() if value is not None}


READS = {  # name -> (files that are damaged, what is read)
    'recordings': ('data/tiny/*', reader('data/tiny')),
    'LeRobot tables': ('tables/**/*', reader('tables')),
    'LeRobot videos': ('videos/**/*', reader('videos')),
    'demonstrations': ('demos/*', reader('demos', task=False)),
    'trajectories': ('trajectories/**/*', read_trajectories),
    'caches': ('cache/**/*', batches),
    'cache of a sensor': ('cache/series/*', read_trajectories),
    'feature store': ('store/**/*', read_store),
    'run folder': ('runs/done/**/*', show_run),
    'registry, and a run that goes on': ('data/tasks.toml', go_on),
    'a run that goes on': ('runs/half/**/*', go_on),
}


def fill(folder: Path) -> dict:
    "Data sets of every layout, full caches, a finished run and one that was stopped"
    enter(folder)
    task = get_task('tiny')
    quiet = dict(task=task, workers=1, progress='none')
    convert('data/tiny', 'tables', **quiet)
    convert('data/tiny', 'videos', **quiet, pictures='video')
    record('demos', 2, task='grip', cameras=(), workers=1, progress='none')
    for number in range(3):
        write_trajectory(folder / 'trajectories' / f'{number}', number)
    read_trajectories(folder)
    features = store()
    for number in range(ENTRIES):
        features.put(content_key(str(number)), np.full((4, 8), number))
    features.close()
    train(settings(ckpt_dir='runs/done'))

    def stop(trainer, _):
        if trainer.step == HALF:
            (trainer.path / 'stop').touch()

    train(settings(ckpt_dir='runs/half'), stop)
    return {}


def make_project(folder: Path, call) -> Path:
    "The project that is copied, wronged and thrown away"
    (folder / 'data').mkdir(parents=True)
    (folder / 'data' / 'tasks.toml').write_text(ENTRY + entry_of('grip'))
    for number in range(EPISODES):
        write_xtrainer(folder / 'data' / 'tiny' / f'episode_{number}.hdf5', episode(number))
    made = call(fill, folder)
    assert made.how == 'value', made
    shutil.rmtree(folder / 'runs' / 'latest', ignore_errors=True)
    return folder
