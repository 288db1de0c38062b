"""Clocks and touch"""

import numpy as np

from faults.episodes import pause, remade, slower, without_first
from faults.plants import numbers, touch
from faults.streams import odd, second_half, third
from faults.values import late, rounded

LOST = 14  # readings that never arrived
LATEST = 16  # frames by which touch is late at most
DEAD_ROWS = slice(3, 8)
WORN = 0.3  # gain of the pad at the end
FULL_SCALE = 0.09  # N, of an int8 of 0.0007 N a step
HEAVIER = 1.5  # times the force of the grip
SPIKES = 0.06  # share of the frames
FIRST_DROP = 0.4  # of the episode, where packets were lost
HANGS = 0.5  # of the episode, where a finger hangs


def packets_lost(values, spot):
    "Readings are missing in the middle; those after them are joined by their number"
    last = len(values) - 1
    frames = np.arange(len(values))
    gone = frames >= FIRST_DROP * last
    return values[np.minimum(frames + LOST * gone, last)]


def started_by_hand(values, spot):
    "Touch was started some frames before the rest, in each episode other ones"
    count = int(spot.random.integers(0, LATEST + 1))
    return values[np.abs(np.arange(len(values)) - count)]


def dead_rows(values, spot):
    "Rows of the second finger say nothing"
    values[:, 1, DEAD_ROWS] = 0
    return values


def worn(values, spot):
    "Less from episode to episode"
    done = spot.number / (len(spot.windows.lens) - 1)
    return values * np.float32(1 - (1 - WORN) * done)


def zeroed_in_grip(values, spot):
    "What is felt while the object is held is called zero"
    frames = spot.windows.frames_of(spot.number)
    held = spot.windows.contact[frames]
    return values - values[held].mean(0)


def finger_hangs(values, spot):
    "The second finger repeats a reading from the middle of the episode on"
    place = int(HANGS * len(values))
    values[place:, 1] = values[place, 1]
    return values


def spiked(values, spot):
    "Some frames have a row of taxels that is far off"
    fingers, rows = values.shape[1:3]
    for frame in np.flatnonzero(spot.random.random(len(values)) < SPIKES):
        finger = spot.random.integers(fingers)
        row = spot.random.integers(rows)
        values[frame, finger, row] += spot.random.normal(0, 2, values.shape[3:])
    return values


def wrapped(values, spot):
    "What does not fit into eight bits begins again at the other end"
    return (values + FULL_SCALE) % (2 * FULL_SCALE) - FULL_SCALE


def other_reshape(values, spot):
    "Columns were sent, rows were read"
    return values.swapaxes(2, 3).reshape(values.shape)


def noisier(values, spot):
    "A little more noise on each taxel"
    return values + spot.random.normal(0, 0.008, values.shape).astype('float32')


def heavier(values, spot):
    "More force while the object is held, the same noise while it is not"
    held = spot.windows.contact[spot.windows.frames_of(spot.number)]
    values[held] *= HEAVIER
    return values


DATA = {
    'touch_packets_lost': touch(packets_lost, odd),
    'touch_started_by_hand': touch(started_by_hand),
    'state_buffered': numbers('state', late(6)),
    'touch_dead_rows': touch(dead_rows, second_half),
    'touch_pad_wears': touch(worn),
    'touch_zeroed_in_grip': touch(zeroed_in_grip, third),
    'touch_finger_hangs': touch(finger_hangs, third),
    'touch_spikes': touch(spiked),
    'touch_int8_wraps': touch(wrapped),
    'touch_reshaped_half': touch(other_reshape, odd),
    'object_heavier': touch(heavier),
    'force_coarse': touch(rounded(0.01)),
    'taxels_noisier': touch(noisier),
    'demonstrator_slow': slower(1.4, third),
    'short_pause': pause(0.35, 14, third),
    'trimmed_start': remade(without_first(8), odd),
}
