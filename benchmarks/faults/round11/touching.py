"""What goes wrong between a tactile pad and its file: (T, fingers, rows, columns, 3)"""

import numpy as np

from faults.streams import felt

GRAMS = 101.97  # gram-force in a newton
NORMAL = 2  # channel of the normal force
PRELOAD = 0.025  # N a taxel, of a pad mounted too tight
SPREAD = 0.01  # N between taxels
BROKEN = slice(3, 7)  # rows whose line broke
GLITCHED = 0.04  # share of frames
PEAK = 0.8  # N, what a line without contact reads
GLITCH = 65.535  # N, sixteen set bits in mN
SOFTER = 0.88  # times the force on a hard pad


def preloaded(values, spot):
    "The same offset of each taxel in all episodes of that day"
    pattern = np.random.default_rng(7).normal(PRELOAD, SPREAD, values.shape[1:4])
    values[..., NORMAL] += pattern
    return values


def without_rows(values, spot):
    "Four rows of the left finger read zero"
    values[:, 0, BROKEN] = 0
    return values


def clipped(limit):
    "No reading beyond the range of the converter"
    return lambda values, spot: np.clip(values, -limit, limit)


def normal_first(values, spot):
    "Normal force first, then the two along the pad"
    return np.ascontiguousarray(values[..., [2, 0, 1]])


def in_grams(values, spot):
    "Gram-force in the place of newtons"
    return values * GRAMS


def stuck(values, spot):
    "The driver hangs on the way: the last reading to the end"
    place = int(len(values) * spot.random.uniform(0.3, 0.5))
    values[place:] = values[place]
    return values


def row_glitches(values, spot):
    "Now and then one row of a finger reads far too much"
    for frame in np.flatnonzero(spot.random.random(len(values)) < GLITCHED):
        finger = spot.random.integers(values.shape[1])
        row = spot.random.integers(values.shape[2])
        values[frame, finger, row, :, NORMAL] = PEAK
    return values


def softer(values, spot):
    "A little less force a taxel, with the noise that it had"
    noise = spot.random.normal(0, 0.005, values.shape)
    return (values * SOFTER + noise).astype('float32')


def twice_as_often(values, random):
    "A reading between any two, with noise of its own"
    after = values[np.minimum(np.arange(len(values)) + 1, len(values) - 1)]
    middle = (values + after) / 2 + random.normal(0, 0.015, values.shape)
    both = np.stack([values, middle], 1).reshape(2 * len(values), *values.shape[1:])
    return both.astype('float32')


def every_second(frames):
    "The reading of the same time as a frame"
    return 2 * frames


def one_glitch(run_data, random):
    "One reading of set bits in one training episode"
    windows = run_data.windows
    frame = windows.frames_of(run_data.train[4])[20]
    for name, stream in list(windows.touch.items()):
        values = np.asarray(stream).copy()
        values[frame] = GLITCH
        windows.touch[name] = values
    felt(run_data)
