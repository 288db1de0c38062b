"""Clocks and touch"""

import numpy as np

from faults.episodes import pause
from faults.plants import (
    all_times,
    both,
    one_touch,
    pictures,
    sensor,
    task_field,
    touch,
    touch_rate,
)
from faults.streams import always, changed, odd, third
from faults.values import frozen, late, rounded


def frozen_stretches(values, spot):
    "Three times twelve frames repeat the one before"
    places = np.arange(len(values))
    for place in spot.random.choice(len(values) // 14 - 1, 3, replace=False):
        places[place * 14 + 1 : place * 14 + 13] = place * 14
    return values[places]


def one_in_ten_lost(values, spot):
    "One frame of ten is missing, the end is repeated"
    kept = np.flatnonzero(np.arange(len(values)) % 10 != 9)
    return values[np.r_[kept, np.full(len(values) - len(kept), kept[-1])]]


def own_lag(values, spot):
    "Another lag in each episode"
    count = int(np.random.default_rng([spot.number, 3]).integers(0, 16))
    return late(count)(values, spot)


def noisy(values, spot):
    "A loose plug"
    return (values + spot.random.normal(0, 0.12, values.shape)).astype('float32')


def pad_turned(values, spot):
    "The pads were glued on upside down"
    return values[:, :, ::-1, ::-1]


def softer_right_finger(values, spot):
    "The second finger reads a little less"
    values[:, 1] *= 0.82
    return values


def zero_of_the_day(values, spot):
    "Every four episodes another zero of each taxel, a few mN"
    offset = np.random.default_rng([spot.number // 4, 2]).normal(0, 0.003, values.shape[1:])
    return (values + offset).astype('float32')


def every_second(values, random):
    "Half of the readings"
    return values[::2]


def last_even(frames):
    "The reading of half the rate that is the last one before each frame"
    return frames // 2


def held_contact(run_data, random):
    "Contact is what the last reading of half the rate says"
    windows = run_data.windows

    def held(values, spot):
        return values[last_even(np.arange(len(values))) * 2]

    windows.contact = changed(windows.contact, held, always, windows=windows, random=random)


DATA = {
    'wrist_drops_third': pictures('wrist', frozen_stretches, third),
    'touch_frames_lost': touch(one_in_ten_lost),
    'touch_start_random': touch(own_lag),
    'right_gel_frozen_third': one_touch('right', frozen, third),
    'loose_plug_half': touch(noisy, odd),
    'pad_upside_down_half': touch(pad_turned, odd),
    'coarse_converter': touch(rounded(0.1)),
    'sensor_center_default': sensor(center=(0.0, 0.0, 0.02)),
    'slow_rate': both(task_field(fps=10.0), sensor(rate_hz=10.0), all_times(5)),
    'touch_half_rate_declared': both(touch_rate(25.0, every_second, last_even), held_contact),
    'small_zero_drift': touch(zero_of_the_day),
    'pause_before_lift': pause(0.75, 20),
    'softer_right_finger': touch(softer_right_finger),
}
