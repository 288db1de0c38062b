"""Alignment trains with every policy that makes tokens, and the diagnosis measures it."""

import dataclasses
import warnings

import numpy as np
import pytest
import torch

from tactile_nb.core.errors import ConfigError
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.project import tasks_file
from tactile_nb.data.tasks import get_task
from tactile_nb.evidence.diagnosis import diagnose
from tactile_nb.explore.camera_check import CameraCheck
from tactile_nb.explore.stage import sensor_boxes
from tactile_nb.explore.wizard import DatasetWizard
from tactile_nb.models.aligned import sensor_region
from tactile_nb.models.kinematics import joint_frames
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.trainer import train

TINY = {
    'task_name': 'lift',
    'camera_names': 'wrist,third_person',
    'tactile_names': 'force',
    'enable_hsa': True,
    'hsa_img_size': 32,
    'hsa_feature_dim': 8,
    'batch_size': 4,
    'num_steps': 4,
    'chunk_size': 8,
    'val_every': 4,
    'val_batches': 1,
    'checkpoint_every': 4,
    'log_every': 1,
    'probe_every': 2,
    'device': 'cpu',
    'threads': 1,
}
SMALL = {
    'hidden_dim': 32,
    'feedforward_dim': 32,
    'heads': 4,
    'enc_layers': 1,
    'touch_encoder': 'force_grid',
}
OWN = """
import torch
from torch import nn

from tactile_nb.models.policies import register_policy
from tactile_nb.models.policy import masked_l1


@register_policy('sees_and_feels')
class SeesAndFeels(nn.Module):
    roles = {'eye': 'view', 'skin': 'touch'}

    def __init__(self, config, width=16):
        super().__init__()
        self.shape = (config.chunk_size, config.action_dim)
        self.token_dim = width
        self.names = list(config.cameras)
        self.eye = nn.Conv2d(3, width, 8, 8)
        self.skin = nn.Linear(3, width)
        self.head = nn.Linear(width * (1 + len(self.names)), config.chunk_size * config.action_dim)

    def tokens(self, batch):
        out = {}
        for name in self.names:
            key = f'observation.images.{name}'
            out[key] = self.eye(batch[key]).flatten(2).transpose(1, 2)
        felt = batch['observation.tactile.force'].flatten(1, 3)
        return {**out, 'observation.tactile.force': self.skin(felt)}

    def answer(self, batch):
        means = [found.mean(1) for found in self.tokens(batch).values()]
        return self.head(torch.cat(means, 1)).unflatten(1, self.shape)

    def losses(self, batch):
        return masked_l1(self.answer(batch), batch['action'], batch['action_is_pad'])
"""


@pytest.mark.parametrize('name', ['flow', 'vla', 'sees_and_feels'])
def test_alignment_trains_with_a_policy_and_the_diagnosis_measures_all_of_it(name, tmp_path):
    settings = {**TINY, 'policy': name, 'ckpt_dir': str(tmp_path / 'run')}
    if name == 'sees_and_feels':
        (tmp_path / 'own.py').write_text(OWN)
        settings['plugins'] = str(tmp_path / 'own.py')
    else:
        settings |= SMALL
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # a run of four steps is told that it is short
        run = train(TrainConfig.make(**settings))
        report = diagnose(str(tmp_path / 'run'))
    last = run.metrics()[-1]
    for view in ('wrist', 'third_person'):
        assert last[f'hsa_{view}'] > 0
        assert 0 <= last[f'val_{view}_top1'] <= 1
    assert report.notes == []
    assert not any('not reached' in o.cause or 'detached' in o.cause for o in report.findings)


def robot_file(path, name='Nova 2'):
    "A URDF with the joints of an arm that is known by name"
    rows = ['<robot name="arm"><link name="base"/>']
    before = 'base'
    for number, (xyz, rpy, axis, low, high) in enumerate(joint_frames(name), 1):
        place, turn, around = (' '.join(map(repr, o)) for o in (xyz, rpy, axis))
        rows.append(
            f'<link name="link{number}"/><joint name="q{number}" type="revolute">'
            f'<parent link="{before}"/><child link="link{number}"/><axis xyz="{around}"/>'
            f'<origin xyz="{place}" rpy="{turn}"/><limit lower="{low}" upper="{high}"/></joint>'
        )
        before = f'link{number}'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('\n'.join([*rows, '</robot>']))


def test_an_entry_may_name_a_urdf_and_the_policy_keeps_it_when_the_file_is_gone(
    tmp_path, monkeypatch
):
    lift = get_task('lift')
    known = tasks_file().read_text()
    entry = known[known.index('[lift]') :].replace('"data/lift"', f'"{lift.path}"', 1)
    entry = entry.replace('robot_type = "Nova 2"', 'robot_type = "robots/arm.urdf#link6"', 1)
    (tmp_path / 'data').mkdir()
    (tmp_path / 'data' / 'tasks.toml').write_text(entry)
    file = tmp_path / 'robots' / 'arm.urdf'
    robot_file(file)
    monkeypatch.chdir(tmp_path)
    task = get_task('lift')
    assert [row['name'] for row in task.chains['']] == [f'q{n}' for n in range(1, 7)]
    settings = {**TINY, **SMALL, 'third_person_camera': 'third_person'}
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # a run of four steps is told that it is short
        run = train(TrainConfig.make(**settings, policy='flow', ckpt_dir=str(tmp_path / 'run')))
    file.unlink()
    policy = run.policy()
    state = torch.tensor([[-1.238, -1.881, 2.089, -1.778, 1.571, -2.809, 0.0]])
    box, alpha, mask = policy.sensor_view('third_person', state)
    named = dataclasses.replace(policy.config, robot_type='Nova 2', chains={})
    expected = sensor_region(named, 'third_person', state, grid=policy.view_grid('third_person'))
    torch.testing.assert_close(box, expected[0])
    assert float(alpha) > 0
    assert torch.equal(mask, expected[2])
    with pytest.raises(ConfigError, match='cannot be read'):
        get_task('lift')


def test_a_link_that_a_urdf_does_not_have_is_told_with_the_nearest_one(tmp_path):
    robot_file(tmp_path / 'arm.urdf')
    with pytest.raises(ConfigError, match="did you mean 'link6'"):
        dataclasses.replace(get_task('lift'), robot_type=f'{tmp_path}/arm.urdf#lnk6')


def test_the_browser_and_the_camera_check_place_a_sensor_by_a_urdf_as_by_a_name(tmp_path):
    robot_file(tmp_path / 'arm.urdf')
    named = get_task('lift')
    told = dataclasses.replace(named, robot_type=f'{tmp_path}/arm.urdf#link6')
    episode = open_episodes(named.path, named)[0]
    state = episode.read('observation.state')
    found, expected = (sensor_boxes(episode, task, state)[0] for task in (told, named))
    assert found.keys() == expected.keys()
    for view in expected:
        np.testing.assert_allclose(found[view][''][0], expected[view][''][0], atol=1e-3)
    assert CameraCheck(told).words.value == CameraCheck(named).words.value


def test_the_wizard_takes_a_urdf_and_says_what_is_wrong_with_it(tmp_path):
    robot_file(tmp_path / 'arm.urdf')
    wizard = DatasetWizard(str(get_task('lift').path))
    wizard.look.click()
    wizard.robot.value = f'{tmp_path}/arm.urdf#link6'
    assert len(wizard.task.chains['']) == 6
    wizard.robot.value = f'{tmp_path}/arm.urdf#link7'
    assert 'no link' in wizard.said['robot'].value
    wizard.robot.value = f'{tmp_path}/arm.urdf#link6'
    assert wizard.said['robot'].value == ''
