"""Splits, calibrations, statistics, optimisers, weights and records, spoiled or not"""

import dataclasses
import math

import numpy as np
import torch

from faults.copied import copies
from faults.learning import forget, rates

JOINTS = slice(0, 6)
EPOCHS = 30  # what the schedule took for its number of steps
LOSSES = ('action', 'kl', 'hsa_wrist', 'loss')
NIGHT = 8 * 3600  # s


def degree_statistics(trainer):
    "Mean and spread of joints in degrees for data in radians"
    normalizer = trainer.policy.normalizer
    parts = (
        normalizer.state_mean,
        normalizer.state_scale,
        normalizer.action_mean,
        normalizer.action_scale,
    )
    for values in parts:
        values[JOINTS] *= math.degrees(1)


def cosine_of_epochs(step):
    "A cosine that ends after so many epochs, told of every batch"
    return (1 + math.cos(math.pi * min(1, step / EPOCHS))) / 2


def schedule_in_epochs(trainer):
    "The schedule is stepped each batch and is as long as the number of epochs"
    rates(cosine_of_epochs)(trainer)


def encoder_after_optimiser(trainer):
    "The touch encoder was exchanged after the optimiser was made"
    forget(trainer, trainer.policy.touches.parameters())


def scaled_again(values, trainer):
    "Pictures that were numbers up to one already"
    return values / 255


def joints_in_degrees(raw):
    "The state as the controller of the arm tells it"
    out = raw.clone()
    out[..., JOINTS] *= math.degrees(1)
    return out


def in_bf16(trainer):
    "Weights as a server in half precision has them"
    for parameter in trainer.policy.parameters():
        parameter.data = parameter.data.to(torch.bfloat16).float()


def with_other_writer(rows):
    "After each row the one of another run with another rate that writes to the same file"
    random = np.random.default_rng(5)
    out = []
    for one in rows:
        other = dict(one)
        worse = random.uniform(1.3, 1.6)
        for key in other:
            if key.removeprefix('val_') in LOSSES:
                other[key] = other[key] * worse
            if key == 'lr' or key.startswith('lr_'):
                other[key] = other[key] * 0.3
        out += [one, other]
    return out


def night_break(rows):
    "Stopped in the middle and continued the next morning"
    middle = len(rows) // 2
    return [
        dict(one, time=one['time'] + NIGHT) if number >= middle and 'time' in one else one
        for number, one in enumerate(rows)
    ]


def exported_twice(run_data, random):
    "Held-out episodes are training episodes once more, compressed anew"
    lens = run_data.windows.lens
    unused = list(run_data.train)
    pairs = []
    for target in run_data.held_out:
        source = min(unused, key=lambda number: abs(int(lens[number]) - int(lens[target])))
        unused.remove(source)
        pairs.append((target, source))
    copies(lambda data: pairs)(run_data, random)


def trained_on_all(run_data, random):
    "The script that trains left out other episodes than the one that validates"
    run_data.train = sorted({*run_data.train, *run_data.held_out})


def in_millimetres(spec):
    "The place of a camera in mm, as the drawing has it"
    return dataclasses.replace(spec, position=tuple(1000 * o for o in spec.position))
