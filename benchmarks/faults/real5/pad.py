"""A probe on a magnetic pad: five chips of three axes, 6.8 readings a second"""

import numpy as np

from faults.plants import numbers, touch
from faults.values import column

STEPS = np.tile([2.4, 2.4, 3.872], 5)  # microtesla of a count
GAIN = 0.6  # of 1.67 x after a reset to 1 x
RESET_FROM = 6
STALE = 0.08  # share of readings
BASELINES = (-1036.8, 808.8, 1080.3)  # of the chip before, less those of the chip read
ZEROING = 136  # frames, 20 s
COUNTS = 20  # a microtesla, of the file
RECABLED_FROM = 5
BACKLOG = 1.5  # frames an episode
POLL = 7  # frames, about a second
REST = 5  # frames before the probe moves


def after_reset(number, count):
    "The episodes since the chip lost its power"
    return number >= RESET_FROM


def recabled(number, count):
    "The episodes since the pad was plugged in again"
    return number >= RECABLED_FROM


def less_gain(values, spot):
    "The second chip counts in coarser steps than the driver believes"
    chip = slice(3, 6)
    out = values.copy()
    out[:, chip] = np.round(values[:, chip] * GAIN / STEPS[chip]) * STEPS[chip]
    return out


def stale_buffer(values, spot):
    "The fourth chip did not answer now and then: the bytes of the third are read again"
    frames = np.flatnonzero(spot.random.random(len(values)) < STALE)
    out = values.copy()
    out[frames, 9:12] = values[frames, 6:9] + np.array(BASELINES)
    return out


def zeroed_slowly(values, spot):
    "Less a moving average of the readings"
    out, base = values.copy(), values[0].copy()
    for i, reading in enumerate(values):
        base = base + (reading - base) / ZEROING
        out[i] = reading - base
    return out


def wrapped(values, spot):
    "Counts of a twentieth of a microtesla in sixteen bits"
    counts = np.round(values.astype(float) * COUNTS)
    return ((counts + 2**15) % 2**16 - 2**15) / COUNTS


def other_sockets(values, spot):
    "Second and fifth chip in each other's socket"
    return values[:, [0, 1, 2, 12, 13, 14, 6, 7, 8, 9, 10, 11, 3, 4, 5]]


def waiting(values, spot):
    "Readings that waited in the serial buffer, longer with every episode"
    count = round(BACKLOG * spot.number)
    old = values[spot.random.integers(0, REST, count)]
    return np.concatenate([old, values[: len(values) - count]])


def polled(values, spot):
    "The place as the controller reports it, once a second"
    return values[np.arange(len(values)) // POLL * POLL]


def place_polled(run_data, random):
    "The place is held between reports; the command is the next place, as before"
    numbers('state', polled)(run_data, random)
    state = run_data.windows.state

    def next_place(values, spot):
        place = state[spot.windows.frames_of(spot.number)]
        after = np.concatenate([place[1:], place[-1:]])
        return column(values, slice(None), after)

    numbers('action', next_place)(run_data, random)


DATA = {
    'chip_gain_reset': touch(less_gain, after_reset),
    'chip_stale_buffer': touch(stale_buffer),
    'pad_zeroes_itself': touch(zeroed_slowly),
    'pad_int16_wraps': touch(wrapped),
    'chips_recabled': touch(other_sockets, recabled),
    'serial_backlog_grows': touch(waiting),
    'place_polled': place_polled,
}
