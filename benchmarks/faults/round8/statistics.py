"""Normalisation"""

import numpy as np
import torch
from torch import nn

from faults.learning import add_group
from faults.plants import numbers
from faults.stats import converts
from tactile_nb.data.normalize import min_max

LEARNED = ('state_mean', 'state_scale', 'action_mean', 'action_scale', 'touch_force_scale')
SPREAD = 1.349  # interquartile range of a normal distribution of spread 1
SMALLEST = 0.05  # of a scale


def from_own_start(values, spot):
    "Each episode relative to its first frame"
    return values - values[:1]


def min_max_in_evaluation(trainer):
    "The state by mean and spread in training, by its limits in evaluation"
    windows, policy = trainer.data.windows, trainer.policy
    frames = np.concatenate([windows.frames_of(number) for number in trainer.data.train])
    middle, half = (torch.from_numpy(one) for one in min_max(windows.state[frames]))
    half = half.clamp(min=policy.normalizer.std_floor)

    def change(usual, values):
        return usual(values) if policy.training else (values - middle) / half

    converts('normalize', 'state', change)(trainer)


def learned_statistics(trainer):
    "Statistics are parameters, and the optimiser has them"
    normalizer = trainer.policy.normalizer
    for name in LEARNED:
        values = normalizer._buffers.pop(name)
        normalizer.register_parameter(name, nn.Parameter(values))
    add_group(trainer, normalizer.parameters(), 'normalizer', weight_decay=0.0)


def as_loaded(trainer):
    "The same numbers as buffers, as the serving code has them"
    normalizer = trainer.policy.normalizer
    for name in LEARNED:
        values = normalizer._parameters.pop(name)
        normalizer.register_buffer(name, values.detach())


def robust_statistics(trainer):
    "Median and interquartile range of the training episodes"
    windows = trainer.data.windows
    frames = np.concatenate([windows.frames_of(number) for number in trainer.data.train])
    normalizer = trainer.policy.normalizer
    for key in ('state', 'action'):
        low, middle, high = np.quantile(getattr(windows, key)[frames], (0.25, 0.5, 0.75), axis=0)
        scale = np.maximum((high - low) / SPREAD, SMALLEST)
        getattr(normalizer, f'{key}_mean').copy_(torch.from_numpy(middle))
        getattr(normalizer, f'{key}_scale').copy_(torch.from_numpy(scale))


DATA = {
    'state_from_own_start': numbers('state', from_own_start),
}

MODEL = {
    'min_max_in_evaluation': min_max_in_evaluation,
    'statistics_learned': learned_statistics,
    'robust_statistics': robust_statistics,
}

AFTER = {
    'statistics_learned': as_loaded,
}
