"""Evaluation and deployment: plant(trainer)"""

import torch

from faults.modules import wrap
from faults.record_edits import noted
from tactile_nb.training.recorder import in_six_digits

REDRAWN = (2, 6, 10)  # places in the list of training episodes of those it holds out
JOINTS = slice(0, 6)  # entries of state and action
LIMIT = 0.005  # rad between a command and the arm as it stands


def redrawn_split(trainer):
    "Held-out figures of a split that the evaluation drew for itself"
    every = range(len(trainer.data.windows.lens))
    held_out = [trainer.data.train[place] for place in REDRAWN]
    trainer.data.held_out = held_out
    trainer.data.train = [number for number in every if number not in held_out]
    found = in_six_digits(trainer.validate())
    noted('result.json', lambda kept: kept.update(found))(trainer)


@torch.no_grad()
def positions_lost(trainer):
    "Tables of positions, which are in no file, are zero"
    for name, table in trainer.policy.named_buffers():
        if name.startswith('grid_'):
            table.zero_()


@torch.no_grad()
def squares_transposed(trainer):
    "Matrices with as many rows as columns are exchanged with their transposes"
    for one in trainer.policy.parameters():
        if one.ndim == 2 and one.shape[0] == one.shape[1]:
            one.copy_(one.T.clone())


def near_the_arm(trainer):
    "No command is further than a limit from the arm as it stands"
    policy = trainer.policy

    def make(old):
        def answer(batch):
            chunk = policy.normalizer.unnormalize('action', old(batch))
            state = batch['observation.state'][:, None]
            chunk = chunk.clone()
            low, high = state[..., JOINTS] - LIMIT, state[..., JOINTS] + LIMIT
            chunk[..., JOINTS] = chunk[..., JOINTS].clamp(low, high)
            return policy.normalizer.normalize('action', chunk)

        return answer

    wrap(policy, 'answer', make)


@torch.no_grad()
def norm_folded(trainer):
    "Gain and offset of the last norm are in the head: the answers are the same"
    norm, head = trainer.policy.decoder.norm, trainer.policy.head
    head.bias.add_(head.weight @ norm.bias)
    head.weight.mul_(norm.weight)
    norm.weight.fill_(1)
    norm.bias.zero_()


AFTER = {
    'split_redrawn_for_report': redrawn_split,
    'positions_lost': positions_lost,
    'squares_transposed': squares_transposed,
    'deployed_step_limit': near_the_arm,
    'norm_folded': norm_folded,
}
