"""Normaliser, optimiser, model, alignment, deployment and records"""

import torch
from torch import nn

from faults.learning import groups
from faults.modules import reads, wrap, wrist_view
from faults.record_edits import metrics, noted
from faults.stats import converts, set_stats

GRIPPER = 6  # entry of state and action
TINY = 1e-3  # spread of an entry that is the same in a batch
STEEPER = 12.0  # times queries and keys of the attention
LEVELS = 7  # on each side of zero, of four bits
ACCUMULATED = 4  # batches a step after the run was resumed
DIGITS = 3  # of a figure in the records
LOSSES = ('loss', 'action', 'kl', 'hsa_wrist')
OTHER_HASH = '9d3f0c'  # the first digits of another fingerprint


def own_statistics(old, values):
    "Each batch by its own mean and spread"
    spread = values.std(0, correction=0).clamp(min=TINY)
    return (values - values.mean(0)) / spread


def without_gripper(value):
    "Statistics that leave the gripper as it is: change(old) -> new"

    def change(old):
        old[GRIPPER] = value
        return old

    return change


def old_copy(trainer):
    "The optimiser holds copies of the parameters, not those of the policy"
    for group in trainer.optimizer.param_groups:
        group['params'] = [nn.Parameter(one.detach().clone()) for one in group['params']]


def steep_attention(trainer):
    "Queries and keys begin so large that one token takes all"
    for part in trainer.policy.modules():
        if isinstance(part, nn.MultiheadAttention):
            part.in_proj_weight.data[: 2 * part.embed_dim] *= STEEPER


def view_with_itself(trainer):
    "The features of the view stand for those of touch"
    view = trainer.policy.aligned_views[0]

    def make(old):
        def alignment(tokens, batch):
            out = old(tokens, batch)
            return dict(out, touch=out[view])

        return alignment

    wrap(trainer.policy, 'alignment', make)


def blue_first(values, trainer):
    "The channels the other way round"
    return values.flip(1)


def four_bits(trainer):
    "Matrices in steps of a seventh of their largest entry"
    for parameter in trainer.policy.parameters():
        if parameter.ndim > 1:
            step = parameter.data.abs().max() / LEVELS
            parameter.data = torch.round(parameter.data / step) * step


def serve_only(trainer):
    "Nothing wants a gradient any more"
    trainer.policy.requires_grad_(requires_grad=False)


def divided(rows):
    "From the middle on losses are divided by the number of batches a step"
    middle = rows[-1]['step'] // 2

    def one_row(row):
        if row['step'] <= middle:
            return row
        return {key: o / ACCUMULATED if key in LOSSES else o for key, o in row.items()}

    return [one_row(row) for row in rows]


def few_digits(rows):
    "Figures with three digits"

    def short(key, value):
        plain = key in ('step', 'time') or not isinstance(value, float)
        return value if plain else float(f'{value:.{DIGITS}g}')

    return [{key: short(key, value) for key, value in row.items()} for row in rows]


def other_data(values):
    "The fingerprint of other data"
    values['data'] = OTHER_HASH + values['data'][len(OTHER_HASH) :]


MODEL = {
    'stats_of_batch': converts('normalize', 'state', own_statistics),
    'variance_for_spread': set_stats(state_scale=torch.square, action_scale=torch.square),
    'means_not_loaded': set_stats(state_mean=torch.zeros_like, action_mean=torch.zeros_like),
    'betas_exchanged': groups(betas=(0.999, 0.9)),
    'optimiser_of_old_copy': old_copy,
    'attention_too_steep': steep_attention,
    'view_with_itself': view_with_itself,
    'gripper_as_it_is': set_stats(
        state_mean=without_gripper(0.0),
        state_scale=without_gripper(1.0),
        action_mean=without_gripper(0.0),
        action_scale=without_gripper(1.0),
    ),
    'betas_of_language': groups(betas=(0.9, 0.95)),
}


AFTER = {
    'deployed_bgr': reads(wrist_view, blue_first),
    'four_bits': four_bits,
    'data_changed_since': noted('environment.json', other_data),
    'logged_quarter': metrics(divided),
    'serve_only': serve_only,
    'few_digits': metrics(few_digits),
}
