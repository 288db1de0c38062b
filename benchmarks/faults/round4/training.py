"""Normaliser, optimiser, model, deployment and records"""

import numpy as np
import torch

from faults.learning import each_step, then
from faults.modules import (
    action_loss,
    gives,
    live_state,
    losses,
    nothing,
    reads,
    wrap,
    wrist_view,
)
from faults.record_edits import lines, metrics, noted
from faults.round4.scene import sorted_joints
from faults.stats import converts, set_stats

NIGHT = 10 * 3600  # s
BEFORE_NIGHT = 150  # steps


def next_entry(old):
    "Statistics in another order: each entry has those of the one before"
    return old.roll(1)


def clamped(old, values):
    "Normalised, and nothing beyond one"
    return old(values).clamp(-1, 1)


def in_order(trainer, batch):
    "Frames in a row in the place of a batch that was drawn"
    windows = trainer.data.windows
    frames = np.concatenate([windows.frames_of(number) for number in trainer.data.train])
    size = trainer.config.batch_size
    return windows.batch(frames[(trainer.step * size + np.arange(size)) % len(frames)])


def smaller_twice(values, trainer):
    "Pictures between zero and one are divided by 255 once more"
    return values / 255


def first_step_only(old, batch):
    "All steps of a chunk but the first count as padding"
    padding = torch.ones_like(batch['action_is_pad'])
    padding[:, 0] = batch['action_is_pad'][:, 0]
    return old({**batch, 'action_is_pad': padding})


def detached(tokens):
    "The same tokens without the way back to what made them"
    return type(tokens)(tokens.values.detach(), tokens.grid, tokens.valid, tokens.shift)


def cut_alignment_off(trainer):
    "The alignment reads copies of the tokens"

    def make(old):
        def alignment_losses(tokens, batch):
            return old({key: detached(one) for key, one in tokens.items()}, batch)

        return alignment_losses

    wrap(trainer.policy, 'alignment_losses', make)


def halve_precision(trainer):
    "Weights as bf16 keeps them"
    for parameter in trainer.policy.parameters():
        parameter.data = parameter.data.bfloat16().float()


def better_result(values):
    "The result of a longer run"
    values['val_action'] = round(values['val_action'] * 0.45, 6)
    values['val_kl'] = round(values['val_kl'] * 0.5, 6)
    values['steps'] = 2000
    values.update({key: 0.71 for key in values if key.endswith('_top1')})


def held_out_figures(row):
    "What was measured on held-out episodes"
    return {key: value for key, value in row.items() if key.startswith('val_')}


def first_figures(rows):
    "Every validation gives the figures of the first one"
    measured = [one for one in rows if 'val_action' in one]
    for one in measured:
        one.update(held_out_figures(measured[0]))
    return rows


def first_result(trainer):
    "The result gives the figures of the first validation"
    first = next(one for one in trainer.history if 'val_action' in one)
    noted('result.json', lambda values: values.update(held_out_figures(first)))(trainer)


def slept(rows):
    "The machine slept for a night"
    return [
        {**one, 'time': one['time'] + (NIGHT if one['step'] > BEFORE_NIGHT else 0)} for one in rows
    ]


MODEL = {
    'stats_in_other_order': set_stats(state_mean=next_entry, state_scale=next_entry),
    'targets_clamped': converts('normalize', 'action', clamped),
    'loader_in_order': each_step(in_order),
    'action_loss_detached': action_loss(torch.Tensor.detach),
    'pictures_scaled_twice': reads(wrist_view, smaller_twice),
    'only_first_step_counts': losses(first_step_only),
    'memory_of_zeros': gives(lambda policy: policy.body, torch.zeros_like),
    'alignment_cut_off': cut_alignment_off,
}


AFTER = {
    'answers_not_scaled_back': converts('unnormalize', 'action', lambda old, values: values),
    'deployed_joint_order': live_state(sorted_joints),
    'deployed_without_touch': reads(lambda policy: policy.touches['force'], nothing),
    'result_of_other_run': noted('result.json', better_result),
    'held_out_never_measured_again': then(metrics(first_figures), first_result),
    'half_precision': halve_precision,
    'slept_over_night': then(metrics(slept), lines('watch.jsonl', slept)),
}
