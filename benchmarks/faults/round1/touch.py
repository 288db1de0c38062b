"""Clocks and touch"""

import numpy as np

from faults.episodes import pause
from faults.picture_changes import gains
from faults.plants import all_times, both, numbers, one_touch, pictures, sensor, task_field, touch
from faults.streams import odd, third
from faults.values import late


def reordered(values, spot):
    "Within every eight frames the order is random"
    count = len(values)
    order = [i + spot.random.permutation(min(8, count - i)) for i in range(0, count, 8)]
    return values[np.concatenate(order)]


def dead_rows(values, spot):
    "Four of ten rows of the first finger read zero"
    values[:, 0, 2:6] = 0
    return values


def wrapped_around(values, spot):
    "Eight bits in units of half a mN"
    return (np.mod(np.round(values * 2000) + 128, 256) - 128).astype('float32') / 2000


def zeroed_in_grip(values, spot):
    "The mean of the last twenty frames is called zero"
    return values - values[-20:].mean(0)


def weak_right_finger(values, spot):
    "The second finger reads a tenth"
    values[:, 1] *= 0.1
    return values


def other_weight(values, spot):
    "Another grip force in each episode"
    return values * (0.5 + np.random.default_rng(spot.number).random())


DATA = {
    'third_view_late_third': pictures('third_person', late(8), third),
    'joints_stale': numbers('state', late(6)),
    'touch_packets_reordered': touch(reordered, odd),
    'dead_rows_left': touch(dead_rows),
    'force_overflow': touch(wrapped_around),
    'tared_while_gripping': touch(zeroed_in_grip, odd),
    'right_finger_weak': touch(weak_right_finger),
    'light_and_heavy': touch(other_weight),
    'very_high_rate': both(task_field(fps=400.0), sensor(rate_hz=400.0), all_times(1 / 8)),
    'long_wait_at_start': pause(0.0, 25),
    'gel_tint': both(*(one_touch(side, gains(1.1, 0.75, 0.7)) for side in ('left', 'right'))),
}
