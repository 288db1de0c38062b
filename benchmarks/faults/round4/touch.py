"""Clocks and touch"""

import numpy as np

from faults.episodes import kept, remade
from faults.plants import other_grid, pictures, touch, touch_rate
from faults.streams import changed, odd, third

RATE = 50  # frames a second of the demonstrations
GAP = 15  # frames that were not written
SET_BACK = 0.9  # s, how far the clock was corrected
CAMERA = (3, 5)  # pictures of a slower camera, in so many frames
HUM = 7  # Hz
HUM_FORCE = 0.05  # N
CRUSHED = ((2, 8), (3, 8), (7, 3))  # rows and columns of one finger
CRUSHED_FORCE = 2.0  # N
BETWEEN_FRAMES = 0.014  # N, noise of a reading between two frames


def without_gap(count, number):
    "Frames of an episode without some in a row, somewhere in its beginning"
    start = int(np.random.default_rng([number, 5]).integers(14, 24))
    return np.delete(np.arange(count), np.arange(start, start + GAP))


def corrected_clock(values, spot):
    "From the middle on the stamps are of a clock that was set back"
    values[len(values) // 2 :] -= SET_BACK
    return values


def set_clock_back(run_data, random):
    "The clock of the computer was corrected during every third episode"
    windows = run_data.windows
    windows.times = changed(windows.times, corrected_clock, third, windows=windows, random=random)


def one_picture_a_frame(values, spot):
    "A slower camera whose pictures were counted as if it were as fast; the last one is repeated"
    pictures_in, frames_in = CAMERA
    places = np.arange(len(values)) * frames_in // pictures_in
    return values[np.minimum(places, len(values) - 1)]


def without_shear(values, spot):
    "The normal force alone"
    values[..., :2] = 0
    return values


def humming(values, spot):
    "The normal force of all cells swings together, with another phase in each episode"
    phase = np.random.default_rng([spot.number, 6]).uniform(0, 2 * np.pi)
    swing = HUM_FORCE * np.sin(2 * np.pi * HUM / RATE * np.arange(len(values)) + phase)
    values[..., 2] += swing[:, None, None, None]
    return values


def crushed_cells(values, spot):
    "A few cells of the second finger read the same force for ever"
    for row, column in CRUSHED:
        values[:, 1, row, column, 2] = CRUSHED_FORCE
    return values


def column_by_column(values, spot):
    "Written column by column, read row by row"
    return np.ascontiguousarray(values.swapaxes(2, 3)).reshape(values.shape)


def first_finger(values):
    "A gripper with one sensor"
    return np.ascontiguousarray(values[:, :1])


def two_by_two(values):
    "The sum of four cells"
    count, fingers, rows, columns, axes = values.shape
    blocks = values.reshape((count, fingers, rows // 2, 2, columns // 2, 2, axes))
    return blocks.sum((3, 5)).astype('float32')


def with_readings_between(values, random):
    "A reading of its own between each frame and the next"
    following = values[np.minimum(np.arange(len(values)) + 1, len(values) - 1)]
    middle = (values + following) / 2
    middle = (middle + random.normal(0, BETWEEN_FRAMES, middle.shape)).astype('float32')
    return np.stack([values, middle], 1).reshape(-1, *values.shape[1:])


DATA = {
    'recorder_stalls_half': remade(kept(without_gap), odd),
    'clock_set_back_third': set_clock_back,
    'wrist_thirty_frames': pictures('wrist', one_picture_a_frame),
    'no_shear_third': touch(without_shear, third),
    'motor_hum': touch(humming),
    'cells_stuck_high': touch(crushed_cells),
    'grid_read_row_by_row': touch(column_by_column),
    'one_finger_feels': other_grid((1, 10, 12, 3), first_finger),
    'coarse_pad': other_grid((2, 5, 6, 3), two_by_two),
    'touch_twice_as_fast': touch_rate(2.0 * RATE, with_readings_between, lambda frames: 2 * frames),
}
