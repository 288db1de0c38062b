"""Normaliser, optimiser, model, alignment, deployment and records"""

import math

import torch

from faults.learning import groups, keep_at, load_kept, rates
from faults.modules import live_state, losses, nothing, reads, state_in, wrap, wrist_view
from faults.record_edits import metrics, setting
from faults.stats import converts, scaled, set_stats
from tactile_nb.models.vision import Tokens

DEGREES = 180 / math.pi
SHORT = 60  # steps of the schedule of another run
EARLY = 30  # steps
FIRST = 20  # frames of the episode that the statistics were fitted on


def first_seconds(trainer):
    "Statistics of the beginning of one episode"
    windows, normalizer = trainer.data.windows, trainer.policy.normalizer
    frames = windows.frames_of(trainer.data.train[0])[:FIRST]
    for key in ('state', 'action'):
        values = torch.as_tensor(getattr(windows, key)[frames]).float()
        getattr(normalizer, f'{key}_mean').copy_(values.mean(0))
        getattr(normalizer, f'{key}_scale').copy_(values.std(0).clamp(min=0.01))


def without_mean(usual, values):
    "Times the scale, and the mean forgotten"
    return usual(values) - usual(torch.zeros_like(values))


def early_end(step):
    "A cosine over the steps of another run"
    return (1 + math.cos(math.pi * min(1, step / SHORT))) / 2


def first_action_alone(old, batch):
    "The loss is taken of the first action of a chunk"
    pad = batch['action_is_pad'].clone()
    pad[:, 1:] = True
    return old(dict(batch, action_is_pad=pad))


def strangers(trainer):
    "The touch of another sample is the positive of each view"

    def make(old):
        def alignment_losses(tokens, batch):
            turned = dict(tokens)
            for key, found in tokens.items():
                if key.startswith('observation.tactile'):
                    turned[key] = Tokens(found.values.roll(1, 0), found.grid, found.valid)
            return old(turned, batch)

        return alignment_losses

    wrap(trainer.policy, 'alignment_losses', make)


def degrees(raw):
    "A driver that gives joints in degrees"
    return torch.cat([raw[..., :6] * DEGREES, raw[..., 6:]], -1)


def held_out_of_training(rows):
    "The column of the training loss was written as the held-out one"
    for row in rows:
        if 'val_action' in row:
            row['val_action'] = row['action']
            row['val_kl'] = row['kl']
    return rows


def gripper_inverted(raw):
    "A driver whose gripper is one where it is closed"
    return torch.cat([raw[..., :6], 1 - raw[..., 6:]], -1)


MODEL = {
    'norm_state_degrees': set_stats(
        state_mean=scaled([DEGREES] * 6 + [1.0]), state_scale=scaled([DEGREES] * 6 + [1.0])
    ),
    'norm_mean_forgotten': converts('unnormalize', 'action', without_mean),
    'norm_first_second': first_seconds,
    'schedule_ends_early': rates(early_end),
    'adam_eps_one': groups(eps=1.0),
    'state_masked': reads(state_in, nothing),
    'loss_of_first_action': losses(first_action_alone),
    'pictures_divided_twice': reads(wrist_view, lambda values, trainer: values / 255),
    'positives_rolled': strangers,
    'checkpoint_early_served': keep_at(EARLY),
}


AFTER = {
    'served_in_degrees': live_state(degrees),
    'served_gripper_inverted': live_state(gripper_inverted),
    'checkpoint_early_served': load_kept,
    'val_is_training': metrics(held_out_of_training),
    'config_edited': setting(lr=0.01, batch_size=64),
}
