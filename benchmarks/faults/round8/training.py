"""Sampling, model and alignment"""

from unittest.mock import patch

import numpy as np
import torch
from torch.nn import functional as F

from faults.learning import each_step
from faults.modules import losses, wrap
from tactile_nb.models import act
from tactile_nb.models.hsa import unit
from tactile_nb.models.policy import masked_l1

GRIPPER = 6  # entry of state and action
DIFFERENT = 4  # samples that each of the processes draws


def same_seed_everywhere(trainer, batch):
    "Each process draws the same few samples as the others"
    windows = trainer.data.windows
    starts = (windows.ends - windows.lens)[np.asarray(batch['episode_index'])]
    drawn = starts + np.asarray(batch['frame_index'])
    return windows.batch(np.resize(drawn[:DIFFERENT], len(drawn)))


def from_the_state(trainer):
    "The loss adds the state to what is predicted, the answer does not"
    policy = trainer.policy

    def make(old):
        def predict(tokens, state, latent):
            return old(tokens, state, latent) + state[:, None]

        return predict

    def changed(old, batch):
        with patch.object(policy, '_predict', make(policy._predict)):
            return old(batch)

    losses(changed)(trainer)


def open_or_closed(normalizer):
    "An action loss in which the gripper is a yes or no, given as a logit"

    def action_error(pred, target, is_pad):
        joints = masked_l1(pred[..., :GRIPPER], target[..., :GRIPPER], is_pad)
        opening = normalizer.unnormalize('action', target)[..., GRIPPER].clamp(0, 1)
        logit = pred[..., GRIPPER]
        rows = F.binary_cross_entropy_with_logits(logit, opening, reduction='none')
        exists = (~is_pad).to(rows)
        return joints + (rows * exists).sum() / exists.sum().clamp(min=1)

    return action_error


def gripper_logits(trainer):
    "The gripper is trained as a logit, answers are used as they are"
    error = open_or_closed(trainer.policy.normalizer)

    def changed(old, batch):
        with patch.object(act, 'masked_l1', error):
            return old(batch)

    losses(changed)(trainer)


def first_view_is_right(trainer):
    "Each touch is to find the view of the first sample of its batch"
    loss = trainer.policy.hsa['wrist']

    def make(old):
        def forward(h_tau, h_view, **named):
            cosines = unit(h_tau) @ unit(h_view).T
            first = torch.zeros(len(cosines), dtype=torch.long, device=cosines.device)
            return F.cross_entropy(cosines / loss.temperature, first)

        return forward

    wrap(loss, 'forward', make)


def slow_copy_stays(trainer):
    "The slow copy never follows"
    trainer.policy.slow.rate = 0.0


MODEL = {
    'same_seed_everywhere': each_step(same_seed_everywhere),
    'added_in_loss_alone': from_the_state,
    'gripper_logits': gripper_logits,
    'labels_of_moco': first_view_is_right,
    'slow_copy_stays': slow_copy_stays,
}
