"""Statistics of other values: plant(trainer)"""

import numpy as np
import torch

PADDED = 400  # frames of the arrays that statistics were taken from
SMALLEST = 0.01  # of a scale


def training_frames(trainer):
    "Sample numbers of the training episodes"
    windows = trainer.data.windows
    return np.concatenate([windows.frames_of(number) for number in trainer.data.train])


def stats_over_padding(trainer):
    "Mean and spread of arrays that were filled up with zeros"
    share = trainer.data.windows.lens[trainer.data.train].mean() / PADDED
    normalizer = trainer.policy.normalizer
    for key in ('state', 'action'):
        mean = getattr(normalizer, f'{key}_mean')
        scale = getattr(normalizer, f'{key}_scale')
        whole = share * (scale**2 + mean**2) - (share * mean) ** 2
        scale.copy_(whole.sqrt())
        mean.mul_(share)


def stats_of_deltas(trainer):
    "Statistics of action minus state"
    windows, frames = trainer.data.windows, training_frames(trainer)
    deltas = torch.from_numpy(windows.action[frames] - windows.state[frames])
    trainer.policy.normalizer.action_mean.copy_(deltas.mean(0))
    trainer.policy.normalizer.action_scale.copy_(deltas.std(0).clamp(min=SMALLEST))


def state_stats_for_actions(trainer):
    "The statistics of the state stand for those of the action"
    normalizer = trainer.policy.normalizer
    normalizer.action_mean.copy_(normalizer.state_mean)
    normalizer.action_scale.copy_(normalizer.state_scale)
