"""Normaliser, optimiser, model, and what is written down or deployed"""

import math

from faults.learning import anew, each_step, forget, keep_at, load_kept, rates
from faults.modules import gives, wrist_view
from faults.record_edits import metrics
from faults.stats import converts, scaled, set_stats
from tactile_nb.training.optim import lr_factor

SCALES = [1.0, 1.0, 80.0, 1.0, 1.0, 1.0, 1.0]  # one for each entry of the action


def twice(usual, values):
    "The loader had normalised the state already"
    return usual(usual(values))


def forget_touch(trainer):
    "The optimiser was made before the touch encoder was added"
    forget(trainer, trainer.policy.touches.parameters())


def first_batch(trainer, batch):
    "The iterator is made anew at every step"
    return vars(trainer).setdefault('first_batch', batch)


def cut_off(values):
    "No gradient goes back"
    return values.detach()


def wobbling(trainer):
    "The usual schedule, up and down by 3 %"

    def factor(step):
        return lr_factor(step, trainer.config) * (1 + 0.03 * math.sin(step / 5))

    rates(factor)(trainer)


def rows_of_better_run(rows):
    "The action losses of a run that went three times as well"
    names = ('action', 'val_action')
    return [{key: one * 0.3 if key in names else one for key, one in o.items()} for o in rows]


MODEL = {
    'norm_one_joint': set_stats(action_scale=scaled(SCALES)),
    'norm_state_twice': converts('normalize', 'state', twice),
    'touch_not_optimised': forget_touch,
    'same_batch': each_step(first_batch),
    'view_detached': gives(wrist_view, cut_off),
    'early_weights': keep_at(20),
    'norm_five_percent': set_stats(state_scale=lambda old: old * 1.05),
    'lr_wobbles': wobbling,
}


AFTER = {
    'early_weights': load_kept,
    'head_not_loaded': anew('head'),
    'records_other_run': metrics(rows_of_better_run),
}
