"""Clocks and touch"""

import numpy as np

from faults.episodes import remade
from faults.plants import pictures, touch
from faults.streams import always
from faults.values import smoothed

RING = (25, 60)  # frames between the start of a ring buffer and the place it was written at
BUFFER = 20  # frames that are written at once
AGAIN_AT = (0.35, 0.6, 0.85)  # of an episode: ends of buffers that were written twice
COLUMN = 5  # of the grid, the only one that is still read
DEMO_EPISODE = 0  # whose touch is in the demonstration file of the driver
DEMO_START = 37  # frames that it had run when the first episode began
MILLI = 1000  # mN a N
SHARED = 0.1  # of the force of a cell that soft skin gives to each of four neighbours
CELL_NOISE = 0.0147  # N, of the electronics behind the skin
CELL_STEP = 0.005  # N, of the converter
THRESHOLD = 0.8  # N, normal force of a finger in contact
NORMAL = 2  # axis of the force
TIGHTER = 0.6  # of the grip force, from the first contact to the end
CALM = 4  # frames over which the added force is smooth
STOPPED = 5  # readings before the end


def backwards(values, spot):
    "The last value first"
    return values[::-1].copy()


def not_unrolled(values, spot):
    "A ring buffer as it lies in memory: its later part comes first"
    return np.roll(values, spot.random.integers(*RING), 0)


def written_twice(streams, number, random):
    "Some stretches of all streams stand there twice, one behind the other"
    count = len(streams['state'])
    frames = np.arange(count)
    for share in reversed(AGAIN_AT):
        end = int(share * count) - random.integers(0, 6)
        frames = np.concatenate([frames[:end], frames[end - BUFFER :]])
    return {key: values[frames] for key, values in streams.items()}


def one_column(values, spot):
    "All columns of the grid read the same one"
    return np.repeat(values[:, :, :, COLUMN : COLUMN + 1], values.shape[3], 3)


def demonstration(values, spot):
    "The same recording again and again, whatever the fingers do"
    windows = spot.windows
    frames = windows.frames_of(spot.number)
    loop = np.asarray(windows.touch['force'])[windows.frames_of(DEMO_EPISODE)]
    return loop[(frames + DEMO_START) % len(loop)]


def bytes_exchanged(values, spot):
    "Whole millinewtons of two bytes, read in the other order"
    whole = np.round(values * MILLI).astype('<i2')
    return (whole.view('>i2') / MILLI).astype('float32')


def neighbours_share(values, spot):
    "A soft skin: some of the force of each cell reaches its neighbours"
    padded = np.pad(values, [(0, 0), (0, 0), (1, 1), (1, 1), (0, 0)], mode='edge')
    around = padded[:, :, :-2, 1:-1] + padded[:, :, 2:, 1:-1]
    around = around + padded[:, :, 1:-1, :-2] + padded[:, :, 1:-1, 2:]
    spread = values * (1 - 4 * SHARED) + around * SHARED
    noisy = spread + spot.random.normal(0, CELL_NOISE, values.shape)
    return (np.round(noisy / CELL_STEP) * CELL_STEP).astype('float32')


def tighter(values, spot):
    "The grip becomes firmer while the object is held"
    normal = np.abs(values[..., NORMAL].sum((2, 3))).max(1)
    first = int(np.argmax(normal > THRESHOLD))
    more = np.zeros(len(values), 'float32')
    more[first:] = np.linspace(0, TIGHTER, len(values) - first)
    calm = smoothed(CALM)(values, spot)
    return values + more[:, None, None, None, None] * calm


def both_of_two(values, spot):
    "Each second value twice"
    return values[np.arange(len(values)) // 2 * 2]


def last_ones_repeat(values, spot):
    "The last value a little before the end, until the end"
    count = len(values)
    return values[np.minimum(np.arange(count), count - 1 - STOPPED)]


DATA = {
    'pictures_backwards': pictures('wrist', backwards),
    'ring_buffer_not_unrolled': touch(not_unrolled),
    'buffer_written_twice': remade(written_twice, always),
    'column_switch_stuck': touch(one_column),
    'touch_demo_mode': touch(demonstration),
    'touch_byte_order': touch(bytes_exchanged),
    'camera_half_rate': pictures('wrist', both_of_two),
    'touch_stops_early': touch(last_ones_repeat),
    'soft_skin': touch(neighbours_share),
    'grip_tightens': touch(tighter),
}
