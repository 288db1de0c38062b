"""A tiny project to be disturbed, and what can be read from it"""

import hashlib
import os
from pathlib import Path

import numpy as np
import torch

from tactile_nb.data.insertion import write_insertion
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.data.store import ArrayStore
from tactile_nb.data.tasks import TaskConfig
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.runs import Run

EPISODES, FRAMES, PIXELS = 6, 40, 32
ENTRY = """[tiny]
dataset_dir = "data/tiny"
train_ratio = 0.7
camera_names = ["wrist"]
fps = 50.0
instruction = "lift"
[tiny.tactile.force]
kind = "grid"
unit = "N"
shape = [2, 4, 4, 3]
rate_hz = 50.0
contact_threshold = 0.5
"""
SMALL = dict(
    task_name='tiny',
    camera_names='wrist',
    hsa_img_size=16,
    chunk_size=4,
    hidden_dim=16,
    feedforward_dim=16,
    heads=2,
    enc_layers=1,
    latent_dim=4,
    view_pool=1,
    batch_size=4,
    num_steps=12,
    warmup_steps=2,
    val_every=6,
    val_batches=2,
    checkpoint_every=3,
    log_every=2,
    threads=1,
    device='cpu',
    touch_encoder='force',
)


def entry_of(name: str) -> str:
    "A task of the registry that ships, as text"
    text = (Path(__file__).parents[1] / 'data' / 'tasks.toml').read_text()
    lines = []
    inside = False
    for line in text.splitlines(keepends=True):
        if line.startswith('['):
            inside = line.startswith((f'[{name}]', f'[{name}.'))
        lines += [line] * inside
    return ''.join(lines)


def enter(folder: Path) -> None:
    "Make a project the working directory, with a cache of its own"
    os.chdir(folder)
    os.environ['TACTILE_NB_CACHE'] = str(folder / 'cache')
    torch.set_num_threads(1)


def episode(seed: int) -> dict:
    "Streams of a recording: a sine, a picture that moves, a force that begins in the middle"
    draw = np.random.default_rng(seed)
    t = np.arange(FRAMES)[:, None] / 50
    state = (np.sin(t * (1 + np.arange(7)) + draw.uniform(0, 3, 7)) / 2).astype('float32')
    force = draw.normal(0, 0.01, (FRAMES, 2, 4, 4, 3)).astype('float32')
    force[FRAMES // 2 :, :, 1:3, 1:3, 2] += 1.5
    ramp = np.add.outer(np.arange(PIXELS), np.arange(PIXELS))
    frames = (ramp + 2 * np.arange(FRAMES)[:, None, None] + 9 * seed) % 200
    pictures = np.repeat(frames[..., None], 3, 3).astype('uint8')
    pictures[..., 0] += 50
    return {
        'observation.state': state,
        'action': state + np.float32(0.01),
        'observation.images.wrist': pictures,
        'observation.tactile.force': force,
    }


SERIES = TouchSpec('series', (3,), 50.0)


def trajectories() -> TaskConfig:
    "A task of trajectories with a fast sensor"
    sensors = dict(touch=SERIES)
    return TaskConfig('slow', 'trajectories', ('wrist',), fps=5.0, tactile=sensors, root='.')


def write_trajectory(folder: Path, seed: int) -> None:
    "Twelve steps at 5 a second, with a sensor at 50"
    streams = {key: values[:12] for key, values in episode(seed).items() if 'tactile' not in key}
    sensor = np.random.default_rng(seed).normal(size=(120, 3)).astype('float32')
    write_insertion(folder, streams, 'insert', 5.0, sensor=sensor, rate=50.0)


def store() -> ArrayStore:
    "A store of features"
    return ArrayStore('store', dict(model='tiny'), 8)


def settings(**changes) -> TrainConfig:
    "A run of twelve steps"
    return TrainConfig.make(**{**SMALL, 'ckpt_dir': 'runs/a', **changes})


def digest(values) -> str:
    "A name for an array"
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()[:16]


def figures(run: Run) -> dict:
    "Every figure that a run shows"
    shown = {}
    for line in run.metrics():
        for name, value in line.items():
            if name != 'time':
                shown[f'{line["step"]} {name}'] = value
    for name, value in run.result.items():
        if name not in ('seconds', 'data_share'):
            shown[f'result {name}'] = value
    shown |= {f'setting {name}': value for name, value in run.config.get('train', {}).items()}
    shown.pop('setting ckpt_dir', None)
    for name, value in run.policy().state_dict().items():
        shown[f'weights {name}'] = digest(value.numpy())
    return shown


def contents(path: Path, task=None) -> dict:
    "All values of a data set"
    episodes = open_episodes(path, task)
    found = dict(episodes=len(episodes))
    for number, one in enumerate(episodes):
        found[f'{number} told'] = [one.instruction, one.fps, len(one), one.success]
        for key in sorted(one.features):
            found[f'{number} {key}'] = digest(one.read(key))
        one.close()
    return found
