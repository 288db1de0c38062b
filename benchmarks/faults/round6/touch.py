"""Clocks and touch"""

import numpy as np

from faults.episodes import kept, remade
from faults.plants import both, pictures, touch
from faults.streams import always, odd, third
from faults.values import late

DECODED = (8, 4, 2, 1, 3, 6, 5, 7)  # frames of a group in the order in which they are decoded
RIGHT = 1  # finger
RIGHT_LATE = 9  # frames
EVERY_OTHER = slice(None, None, 2)
PRESSED = (0.03, 0.09)  # N, offsets of cells along the normal where nobody zeroed them
ASKEW = 0.02  # N, spread of the offsets along the shear axes
HANGS_AT = 0.4  # of an episode, before the first contact
LOST_AT = 0.35  # of an episode
TAP = slice(4, 7)  # frames
TAP_FORCE = 0.06  # N in each cell
NORMAL = 2  # axis of the force
LEFT_NOISE = 0.014  # N


def as_decoded(values, spot):
    "Pictures in the order in which a decoder gives them"
    count = len(values)
    order = np.arange(count)
    for start in range(0, count - len(DECODED), len(DECODED)):
        order[start + 1 : start + 1 + len(DECODED)] = start + np.array(DECODED)
    return values[order]


def right_late(values, spot):
    "The right finger alone comes later"
    values[:, RIGHT] = late(RIGHT_LATE)(values[:, RIGHT], spot)
    return values


def half_rate_stamps(run_data, random):
    "The stamps of every second episode at half of the rate"
    windows = run_data.windows
    for number in range(len(windows.lens)):
        if odd(number, len(windows.lens)):
            windows.times[windows.frames_of(number)] *= 2


def not_zeroed(values, spot):
    "Each cell has an offset of its own"
    shape = values.shape[1:]
    offsets = spot.random.normal(0, ASKEW, shape)
    offsets[..., NORMAL] = spot.random.uniform(*PRESSED, shape[:-1])
    return values + offsets


def hangs(values, spot):
    "The last reading before the driver hung, for the rest of the episode"
    place = int(HANGS_AT * len(values))
    values[place:] = values[place]
    return values


def not_below_zero(values, spot):
    "No negative numbers"
    return np.maximum(values, 0)


def by_its_largest(values, spot):
    "An episode divided by its largest reading"
    return values / np.abs(values).max()


def all_but_one(length, number):
    "One frame less"
    return np.delete(np.arange(length), int(LOST_AT * length))


def gap_in_stamps(run_data, random):
    "Stamps that know of the frame that is missing"
    windows, period = run_data.windows, 1 / run_data.task.fps
    for number in range(len(windows.lens)):
        frames = windows.frames_of(number)
        windows.times[frames[int(LOST_AT * (len(frames) + 1)) :]] += period


def tapped(values, spot):
    "Both fingers are tapped once at the start"
    values[TAP, ..., NORMAL] += TAP_FORCE
    return values


def noisy_left(values, spot):
    "More noise of the left finger"
    values[:, 0] += spot.random.normal(0, LEFT_NOISE, values[:, 0].shape)
    return values


DATA = {
    'frames_in_decode_order': pictures('wrist', as_decoded),
    'right_finger_late': touch(right_late),
    'mixed_rate_half': both(
        remade(kept(lambda length, number: EVERY_OTHER), odd), half_rate_stamps
    ),
    'never_tared_third': touch(not_zeroed, third),
    'touch_hangs_third': touch(hangs, third),
    'negatives_cut': touch(not_below_zero),
    'scaled_per_episode': touch(by_its_largest),
    'single_frames_lost': both(remade(kept(all_but_one), always), gap_in_stamps),
    'one_frame_of_delay': pictures('wrist', late(1)),
    'tap_to_synchronise': touch(tapped),
    'noisy_left_finger': touch(noisy_left),
}
