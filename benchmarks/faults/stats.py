"""Statistics of the normaliser that do not fit: plant(trainer)"""

import torch


def set_stats(**changes):
    "Other statistics: state_mean=change(old) -> new"

    def plant(trainer):
        normalizer = trainer.policy.normalizer
        for name, change in changes.items():
            old = getattr(normalizer, name)
            old.copy_(torch.as_tensor(change(old.clone())).float())

    return plant


def scaled(factors):
    "Statistics times a factor, or one for each entry"
    by = torch.tensor(factors)
    return lambda old: old * by


def moved(offsets):
    "Statistics moved by an offset for each entry"
    return lambda old: old + torch.tensor(offsets)


def scale_touch(factor):
    "The scale of the force grid times a factor"

    def plant(trainer):
        trainer.policy.normalizer.touch_force_scale.mul_(factor)

    return plant
