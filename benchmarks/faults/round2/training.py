"""Normaliser, optimiser, model, deployment and records"""

import numpy as np
import torch

from faults.learning import anew, groups
from faults.modules import losses, reads, state_in
from faults.record_edits import metrics
from faults.stats import converts, set_stats

GRIPPER = 6  # entry of state and action


def tiny_fifth(old):
    "A joint that stood still when the statistics were made"
    return torch.where(torch.arange(len(old)) == 4, torch.tensor(2e-6), old)


def twice(old, values):
    "Normalised by the loader and by the policy"
    return old(old(values))


def skip_steps(trainer):
    "A scaler that finds infinite gradients in four of five steps"
    old = trainer.optimizer.step
    taken = np.random.default_rng(5).random(10000) < 0.2

    def step(*given, **named):
        return old(*given, **named) if taken[trainer.step] else None

    trainer.optimizer.step = step


def inverted_mask(old, batch):
    "The loss counts what is padding, and nothing else"
    return old({**batch, 'action_is_pad': ~batch['action_is_pad']})


def backwards(old, batch):
    "Chunks of actions from the last to the first"
    turned_around = {key: batch[key].flip(1) for key in ('action', 'action_is_pad')}
    return old({**batch, **turned_around})


def equal_queries(trainer):
    "All queries of the decoder are zero and stay so"
    query = trainer.policy.query
    query.data.zero_()
    query.requires_grad_(requires_grad=False)


def inverted_gripper(values, trainer):
    "What the policy reads where the driver turns the gripper around"
    normalizer = trainer.policy.normalizer
    mean = normalizer.state_mean[GRIPPER]
    scale = normalizer.state_scale[GRIPPER]
    out = values.clone()
    out[:, GRIPPER] = (1 - (values[:, GRIPPER] * scale + mean) - mean) / scale
    return out


def first_half(rows):
    "The log ends at step 150"
    return [one for one in rows if one['step'] <= 150]


def two_runs(rows):
    "Another, worse run was appended"

    def kept(key):
        return key in ('step', 'time') or key.startswith('lr')

    worse = [{key: o if kept(key) else o * 1.6 for key, o in one.items()} for one in rows]
    return rows + worse


MODEL = {
    'still_joint_scale': set_stats(state_scale=tiny_fifth),
    'state_normalised_twice': converts('normalize', 'state', twice),
    'steps_skipped': skip_steps,
    'eps_one': groups(eps=1.0),
    'pad_mask_inverted': losses(inverted_mask),
    'chunk_backwards': losses(backwards),
    'queries_equal': equal_queries,
}


AFTER = {
    'half_loaded': anew('body', 'decoder', 'head'),
    'deployed_gripper_inverted': reads(state_in, inverted_gripper),
    'log_cut': metrics(first_half),
    'two_runs_in_one_log': metrics(two_runs),
}
