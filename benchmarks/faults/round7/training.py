"""Sampling, normaliser, optimiser, model, alignment and deployment"""

from unittest.mock import patch

import numpy as np
import torch

from faults.learning import each_step, each_update, groups
from faults.modules import gives, live_state, losses, reads, state_in, wrap
from faults.round7.averages import copies_back, load_average, quick_average
from faults.round7.statistics import (
    state_stats_for_actions,
    stats_of_deltas,
    stats_over_padding,
)
from faults.stats import converts
from tactile_nb.models import act
from tactile_nb.models.policy import masked_l1

GRIPPER = 6  # entry of state and action
HEAVY = 100.0  # times the error of the gripper
NOISE = 0.5  # rad
SKIPPED = 8  # steps of a chunk
PRUNED = 0.1  # of the entries of a matrix


def first_frames(trainer, batch):
    "The first frame of each episode that was drawn"
    windows = trainer.data.windows
    starts = windows.ends - windows.lens
    return windows.batch(starts[np.asarray(batch['episode_index'])])


def zero_before_step(trainer):
    "Gradients are cleared after they were computed and before they are used"
    old = trainer.optimizer.step

    def step(*given, **named):
        trainer.optimizer.zero_grad()
        return old(*given, **named)

    trainer.optimizer.step = step


@torch.no_grad()
def as_bfloat16(trainer):
    "Weights with the seven digits of bfloat16"
    for one in trainer.policy.parameters():
        one.copy_(one.bfloat16().float())


def heavy_gripper(pred, target, is_pad):
    "The error of the gripper counts many times"
    weight = torch.ones(pred.shape[-1])
    weight[GRIPPER] = HEAVY
    return masked_l1(pred * weight, target * weight, is_pad)


def with_heavy_gripper(old, batch):
    "Losses in which the gripper counts many times"
    with patch.object(act, 'masked_l1', heavy_gripper):
        return old(batch)


def as_recorded(old, values):
    "Targets that nobody normalised"
    return values


def noisy_state(values, trainer):
    "Noise in rad on the state while training"
    if not trainer.policy.training:
        return values
    return values + NOISE * torch.randn_like(values) / trainer.policy.normalizer.state_scale


def contact_left_out(trainer):
    "Rows in contact weigh nothing in the alignment, the others count"
    policy = trainer.policy
    seen = {}

    def make(old):
        def alignment_losses(tokens, batch):
            seen['contact'] = batch['contact']
            return old(tokens, batch)

        return alignment_losses

    def hook(module, given, named):
        free = ~seen['contact'].to(named['weight'].device)
        return given, dict(named, weight=named['weight'] * free)

    wrap(policy, 'alignment_losses', make)
    policy.hsa['wrist'].register_forward_pre_hook(hook, with_kwargs=True)


def aligned_wrist(policy):
    "The loss of the alignment with the wrist view"
    return policy.hsa['wrist']


def skip_steps(trainer):
    "The first steps of a chunk are left out, the last one is repeated"

    def make(old):
        def answer(batch):
            chunk = old(batch)
            last = chunk[:, -1:].expand(-1, SKIPPED, -1)
            return torch.cat([chunk[:, SKIPPED:], last], 1)

        return answer

    wrap(trainer.policy, 'answer', make)


def from_zero(raw):
    "Angles between zero and two pi"
    raw = raw.clone()
    raw[:, :GRIPPER] = torch.remainder(raw[:, :GRIPPER], 2 * torch.pi)
    return raw


def always_training(trainer):
    "No call brings the policy out of its training mode"
    wrap(trainer.policy, 'train', lambda old: lambda mode=True: old(mode=True))
    trainer.policy.train()


@torch.no_grad()
def pruned(trainer):
    "The smallest entries of each matrix are zero"
    for one in trainer.policy.parameters():
        if one.ndim > 1:
            least = one.abs().flatten().quantile(PRUNED)
            one[one.abs() < least] = 0


MODEL = {
    'always_from_the_start': each_step(first_frames),
    'stats_over_padding': stats_over_padding,
    'stats_of_deltas': stats_of_deltas,
    'zero_before_step': zero_before_step,
    'average_copied_back': copies_back,
    'weights_in_bf16': each_update(as_bfloat16),
    'gripper_counts_hundredfold': losses(with_heavy_gripper),
    'targets_not_normalised': converts('normalize', 'action', as_recorded),
    'state_noise_in_rad': reads(state_in, noisy_state),
    'alignment_sign_lost': gives(aligned_wrist, torch.neg),
    'contact_rows_left_out': contact_left_out,
    'state_stats_for_actions': state_stats_for_actions,
    'amsgrad': groups(amsgrad=True),
    'short_average': quick_average,
}


AFTER = {
    'deployed_skips_steps': skip_steps,
    'deployed_angles_from_zero': live_state(from_zero),
    'served_in_training_mode': always_training,
    'short_average': load_average,
    'pruned_lightly': pruned,
}
