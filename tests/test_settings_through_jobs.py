"""Settings that go together in other ways than in the examples, through the jobs themselves.

The trainer alone does not draw the data at a glance and the diagnosis does not start itself, so
a setting that only a notebook meets would be met first by a user.
"""

import json
import shutil

import numpy as np
import pytest
from job_runs import TINY, command, fitting, needle_in

from tactile_nb.data.tasks import tasks_file
from tactile_nb.data.xtrainer import write_xtrainer
from tactile_nb.training.runs import Run
from tactile_nb.training.small_sizes import VARIABLE

TWO_ARMS = """

[two_arms]
dataset_dir = "two_arms"
episode_len = 12
train_ratio = 0.75
camera_names = ["left_wrist", "right_wrist"]
fps = 50.0
color_order = "rgb"

[two_arms.tactile.left]
kind = "grid"
unit = "N"
shape = [1, 3, 4, 3]
rate_hz = 50.0
contact_threshold = 0.5

[two_arms.tactile.right]
kind = "grid"
unit = "N"
shape = [1, 3, 4, 3]
rate_hz = 50.0
contact_threshold = 0.5
"""
FEW = 5  # of the recordings that ship: settings are asked here, and no data
SHORT = {**TINY, 'num_steps': 2, 'val_every': 2, 'checkpoint_every': 2, 'probe_every': 1}
LIFT = {**SHORT, 'task_name': 'lift'}
SETTINGS = {
    'history': dict(LIFT, obs_steps=3),
    'history of a perceptron': dict(LIFT, obs_steps=3, policy='mlp', camera_names='none'),
    'history of a forest': dict(LIFT, obs_steps=3, policy='forest', camera_names='none'),
    'history of flow': dict(LIFT, obs_steps=2, policy='flow', hidden_dim=32),
    'several sensors': dict(LIFT, tactile_names='force,left,right', enable_hsa=True),
    'history and alignment': dict(LIFT, obs_steps=2, enable_hsa=True),
    'padded pictures': dict(LIFT, resize='pad', enable_hsa=True),
    'no camera': dict(LIFT, camera_names='none'),
    'no touch': dict(LIFT, touch='none', tactile_names=''),
    'no latent': dict(LIFT, kl_weight=0.0),
    'two arms': dict(SHORT, task_name='two_arms', camera_names='', tactile_names=''),
    'series': dict(
        SHORT,
        task_name='needle',
        camera_names='',
        tactile_names='',
        touch_encoder='series',
        series_dim=16,
        chunk_size=4,
    ),
    'a series of vla': dict(
        SHORT,
        task_name='needle',
        policy='vla',
        camera_names='',
        tactile_names='',
        touch_encoder='series',
        series_dim=16,
        chunk_size=4,
        hidden_dim=32,
    ),
}


def two_arms_in(folder, episodes: int = 4) -> None:
    "Fourteen joints, a camera and a sensor an arm"
    random = np.random.default_rng(0)
    for number in range(episodes):
        joints = random.uniform(-1, 1, (12, 14)).cumsum(0).astype('float32') / 12
        touch = random.random((2, 12, 1, 3, 4, 3)).astype('float32')
        views = random.integers(0, 255, (2, 12, 32, 32, 3)).astype('uint8')
        data = {'observation.state': joints, 'action': joints}
        for name, reading, view in zip(('left', 'right'), touch, views, strict=True):
            data[f'observation.tactile.{name}'] = reading
            data[f'observation.images.{name}_wrist'] = view
        write_xtrainer(folder / f'episode_{number}.hdf5', data)


@pytest.fixture(scope='module')
def place(tmp_path_factory):
    "A folder of somebody's own: a registry, a data set with two arms, and one of a fast sensor"
    folder = tmp_path_factory.mktemp('place')
    registry = tasks_file()
    (folder / 'data').mkdir()
    (folder / 'data/tasks.toml').write_text(registry.read_text() + TWO_ARMS)
    (folder / 'data/lift').mkdir()
    for number in range(FEW):
        shutil.copy(registry.parent / f'lift/episode_{number}.hdf5', folder / 'data/lift')
    (folder / 'two_arms').mkdir()
    two_arms_in(folder / 'two_arms')
    needle_in(folder, 4)
    return folder


@pytest.mark.parametrize('name', SETTINGS)
def test_two_steps_and_a_diagnosis_through_the_jobs(name, place, monkeypatch, capfd):
    monkeypatch.chdir(place)
    monkeypatch.setenv(VARIABLE, '1')  # as few frames and rehearsals as a diagnosis can do with
    settings = fitting(dict(SETTINGS[name], ckpt_dir=f'runs/{name.replace(" ", "-")}'))
    if settings['task_name'] == 'needle':
        settings['dataset_dir'] = str(place / 'needle')
    assert command('train', **settings) == 0, capfd.readouterr().err[-2000:]
    run = Run(place / settings['ckpt_dir'])
    assert run.status['state'] == 'done'
    assert command('diagnose', run_dir=run.path) == 0, capfd.readouterr().err[-2000:]
    assert json.loads((run.path / 'diagnosis/diagnosis.json').read_text())


PALM = """
import math

import torch
from torch import nn

from tactile_nb.models.touch import register_touch_encoder


@register_touch_encoder('palm', ('grid',), several=True)
class Palm(nn.Module):
    "Two fingertips at once: a token of both, and one of what lies between them"

    grid = (1, 2)

    def __init__(self, dim, specs, steps):
        super().__init__()
        sizes = {name: steps * math.prod(spec.shape) for name, spec in specs.items()}
        self.each = nn.ModuleDict({name: nn.Linear(size, dim) for name, size in sizes.items()})

    def forward(self, values):
        left, right = (self.each[name](x.flatten(1)) for name, x in values.items())
        return torch.stack([left + right, left * right], 1)
"""
ENCODERS = {
    'one each': dict(task_name='lift', tactile_names='force,left', touch_encoder='force:force'),
    'one of two': dict(
        task_name='two_arms',
        camera_names='',
        tactile_names='',
        touch_encoder='left+right:palm',
        plugins='palm.py',
    ),
}


@pytest.mark.parametrize('policy', ['act', 'flow', 'vla', 'mlp'])
@pytest.mark.parametrize('name', ENCODERS)
def test_two_steps_with_an_encoder_a_sensor_and_with_one_of_several(
    name, policy, place, monkeypatch, capfd
):
    monkeypatch.chdir(place)
    monkeypatch.setenv(VARIABLE, '1')
    (place / 'palm.py').write_text(PALM)
    folder = f'runs/{policy}-{name.replace(" ", "-")}'
    own = dict(policy=policy, ckpt_dir=folder, hidden_dim=32, **ENCODERS[name])
    settings = fitting({**SHORT, **own})
    assert command('train', **settings) == 0, capfd.readouterr().err[-2000:]
    run = Run(place / folder)
    assert run.status['state'] == 'done'
    encoders = {key: type(o).__name__ for key, o in run.policy().touches.items()}
    expected = {'force': 'ForceEncoder', 'left': 'SmallConv'}
    assert encoders == (expected if name == 'one each' else {'left+right': 'Palm'})
    if policy == 'act':
        assert command('diagnose', run_dir=run.path) == 0, capfd.readouterr().err[-2000:]


@pytest.mark.parametrize(
    ('encoder', 'words'),
    [('lefty:small', "did you mean 'left'"), ('left:smal', "did you mean 'small'")],
)
def test_a_wrong_name_of_an_encoder_or_a_sensor_is_refused(
    encoder, words, place, monkeypatch, capfd
):
    monkeypatch.chdir(place)
    settings = {**LIFT, 'tactile_names': 'force,left', 'touch_encoder': encoder}
    assert command('train', **settings) != 0
    assert words in capfd.readouterr().err


def test_one_episode_cannot_be_split_and_the_last_line_says_so(place, monkeypatch, capfd):
    monkeypatch.chdir(place)
    (place / 'alone').mkdir()
    shutil.copy(place / 'data/lift/episode_0.hdf5', place / 'alone')
    settings = {**LIFT, 'dataset_dir': str(place / 'alone'), 'ckpt_dir': 'runs/alone'}
    assert command('train', **settings) != 0
    assert 'episode' in capfd.readouterr().err.splitlines()[-1]
