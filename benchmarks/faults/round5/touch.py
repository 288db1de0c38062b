"""Clocks and touch"""

import numpy as np

from faults.picture_changes import gains
from faults.plants import numbers, one_touch, pictures, touch
from faults.streams import third
from faults.values import smoothed

STATE_EVERY = 5  # frames between two answers of a slow controller
KEY_EVERY = 15  # frames between two pictures that stand alone in a video
WORN = 0.75  # of the gain is lost in the last episode
FOLLOWS = 12  # frames within which the zero of a sensor follows its reading
DEAD_CELL = (0, 4, 5)  # finger, row and column
ABOVE_NOISE = 0.06  # N
FIRMER = 2.0  # times the force of a cell, beside what it was
SESSION = 75.0  # s from one episode to the next


def held(count):
    "Every so many frames another value"

    def new(values, spot):
        return values[np.arange(len(values)) // count * count]

    return new


def whole_seconds(run_data, random):
    "Stamps without their fraction"
    run_data.windows.times = np.floor(run_data.windows.times)


def of_the_session(run_data, random):
    "Stamps that count from the start of the session"
    windows = run_data.windows
    windows.times = windows.times + SESSION * windows.episode_index


def worn(values, spot):
    "A pad that gives less from episode to episode"
    done = spot.number / (len(spot.windows.lens) - 1)
    return values * (1 - WORN * done)


def without_slow_part(values, spot):
    "A zero that follows the reading"
    return values - smoothed(FOLLOWS)(values, spot)


def one_dead_cell(values, spot):
    "One cell of all reads nothing"
    finger, row, column = DEAD_CELL
    values[:, finger, row, column] = 0
    return values


def firmer(values, spot):
    "Heavy objects: three times the force, and the same noise"
    more = np.sign(values) * np.maximum(np.abs(values) - ABOVE_NOISE, 0)
    return (values + FIRMER * more).astype('float32')


DATA = {
    'state_ten_hertz': numbers('state', held(STATE_EVERY)),
    'keyframes_only': pictures('wrist', held(KEY_EVERY)),
    'stamps_whole_seconds': whole_seconds,
    'gain_wears_off': touch(worn),
    'sensor_calibrates_itself': touch(without_slow_part),
    'gel_light_out_third': one_touch('left', gains(1.0, 1.0, 0.06), third),
    'stamps_of_the_session': of_the_session,
    'one_cell_silent': touch(one_dead_cell),
    'heavy_objects': touch(firmer),
}
