"""Averages of the weights: plant(trainer)"""

import torch

from faults.learning import each_update

SLOW = 0.999  # decay of an average of the weights
COPIED_EVERY = 50  # steps
QUICK = 0.97  # decay of an average that forgets within some thirty steps


def averaged(decay):
    "An average of the weights, in trainer.average, taken up after each step"

    def follow(trainer):
        named = dict(trainer.policy.named_parameters())
        for name, one in named.items():
            trainer.average[name].lerp_(one.detach(), 1 - decay)

    return follow


def start_kept(trainer):
    "The weights before the first step"
    named = trainer.policy.named_parameters()
    trainer.average = {name: o.detach().clone() for name, o in named}


@torch.no_grad()
def load_average(trainer):
    "The average in the place of the weights"
    for name, one in trainer.policy.named_parameters():
        one.copy_(trainer.average[name])


def copies_back(trainer):
    "Every so many steps the average is put into the policy and left there"
    start_kept(trainer)
    follow = averaged(SLOW)

    def after(trainer):
        follow(trainer)
        if (trainer.step + 1) % COPIED_EVERY == 0:
            load_average(trainer)

    each_update(after)(trainer)


def quick_average(trainer):
    "An average of the last steps is kept beside the weights"
    start_kept(trainer)
    each_update(averaged(QUICK))(trainer)
