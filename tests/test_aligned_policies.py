"""Alignment trains with every policy that makes tokens, and the diagnosis measures it."""

import warnings

import pytest

from tactile_nb.evidence.diagnosis import diagnose
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
