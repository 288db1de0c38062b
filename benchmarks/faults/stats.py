"""Statistics that do not fit, and a normaliser that does another thing: plant(trainer)"""

import torch

from faults.modules import wrap


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


def converts(method, key, change):
    "Another `normalize` or `unnormalize` of one key: change(old, values), old(values) as it was"

    def plant(trainer):
        def make(old):
            def usual(values):
                return old(key, values)

            def convert(name, values):
                return change(usual, values) if name == key else old(name, values)

            return convert

        wrap(trainer.policy.normalizer, method, make)

    return plant
