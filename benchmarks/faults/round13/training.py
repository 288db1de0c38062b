"""Normaliser, optimiser, model, and what is deployed and recorded"""

import numpy as np
import torch

from faults.learning import anew, forget, groups
from faults.modules import dropped, gives, reads, wrap, wrist_view
from faults.record_edits import metrics
from faults.stats import set_stats
from tactile_nb.training.optim import lr_factor

CALLS = 8  # of the schedule in each step
OTHER_LOSS = 1.6  # of the second run, times that of the first
LOSSES = ('action', 'kl', 'hsa_wrist', 'loss', 'grad_norm')


def squared(values):
    "The variance, where a standard deviation is expected"
    return values**2


def forget_head(trainer):
    "The layer that makes the actions is not in the optimiser"
    forget(trainer, list(trainer.policy.head.parameters()))


def hasty_schedule(trainer):
    "The schedule is called several times a step"
    old = trainer.optimizer.step

    def step(*given, **named):
        place = min(CALLS * trainer.step, trainer.config.num_steps)
        for group in trainer.optimizer.param_groups:
            group['lr'] = group['base_lr'] * lr_factor(place, trainer.config)
        return old(*given, **named)

    trainer.optimizer.step = step


def divided_again(values, trainer):
    "Pictures from 0 to 1 divided by 255"
    return values / 255


def body(policy):
    "The encoder of the transformer"
    return policy.body


def pair_with_neighbour(trainer):
    "Touch is compared with the view of the sample beside it"

    def make(old):
        def alignment(tokens, batch):
            found = old(tokens, batch)
            return {**found, 'touch': found['touch'].roll(1, 0)}

        return alignment

    wrap(trainer.policy, 'alignment', make)


def other_loss(values, step):
    "What another run would have measured instead"
    noise = np.exp(np.random.default_rng(step).normal(0, 0.15))
    return float(f'{values * OTHER_LOSS * noise:.6g}')


def of_second_run(row):
    "What another run writes at the same step"

    def measured(name):
        return name in LOSSES or name.startswith('val_')

    return {name: other_loss(o, row['step']) if measured(name) else o for name, o in row.items()}


def two_writers(rows):
    "The lines of two runs, one after the other at each step"
    return [line for row in rows for line in (of_second_run(row), row)]


def half_precision(trainer):
    "Weights as they come back from sixteen bits"
    with torch.no_grad():
        for parameter in trainer.policy.parameters():
            parameter.copy_(parameter.half().float())


MODEL = {
    'norm_by_variance': set_stats(state_scale=squared, action_scale=squared),
    'head_not_optimised': forget_head,
    'schedule_too_fast': hasty_schedule,
    'adam_eps_one': groups(eps=1.0),
    'pictures_divided_twice': reads(wrist_view, divided_again),
    'dropout_while_answering': gives(body, dropped(0.4)),
    'pairs_off_by_one': pair_with_neighbour,
}


AFTER = {
    'head_not_loaded': anew('head.'),
    'metrics_two_runs': metrics(two_writers),
    'weights_half_precision': half_precision,
}
