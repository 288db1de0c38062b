"""Clocks and touch"""

import numpy as np

from faults.episodes import pause, slower
from faults.plants import numbers, pictures, touch
from faults.streams import odd, second_half, third
from faults.values import late, rounded, times

NORMAL = 2  # place of the normal force among the axes


def stopped_at(share):
    "Nothing new after a share of the episode: the last value stays"

    def new(values, spot):
        last = int(share * (len(values) - 1))
        return values[np.minimum(np.arange(len(values)), last)]

    return new


def dead_block(values, spot):
    "A torn cable: two thirds of the rows of the first finger read exactly zero"
    out = values.copy()
    out[:, 0, 2:9] = 0
    return out


def stuck_columns(values, spot):
    "Two columns of the first finger read 0.3 N along the normal, whatever happens"
    out = values.copy()
    out[:, 0, :, 7:9, NORMAL] = 0.3
    return out


def rolled(values, spot):
    "The reader lost its place in the frame: columns begin five taxels further on"
    return np.roll(values, 5, axis=3)


def not_tared(values, spot):
    "Each taxel of an untared pad presses by 0.03 N"
    out = values.copy()
    out[..., NORMAL] += np.float32(0.03)
    return out


DATA = {
    'touch_late_half': touch(late(12), odd),
    'camera_stops_third': pictures('wrist', stopped_at(0.3), third),
    'state_late': numbers('state', late(8)),
    'touch_dead_block': touch(dead_block),
    'touch_stuck_columns': touch(stuck_columns, second_half),
    'touch_rolled_half': touch(rolled, odd),
    'touch_gain_later': touch(times(4), second_half),
    'touch_not_tared': touch(not_tared, third),
    'touch_stops_third': touch(stopped_at(0.25), third),
    'slow_operators': slower(1.4, odd),
    'pause_on_the_way': pause(0.3, 20, third),
    'touch_gain_five': touch(times(1.05), odd),
    'touch_steps': touch(rounded(0.002)),
    'contact_sparse': pause(0.02, 40),
}
