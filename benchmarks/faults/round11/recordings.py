"""Clocks, commands and cameras as recorders and converters spoil them"""

import numpy as np

from faults.picture_changes import pixels
from faults.streams import changed
from faults.values import column, late

GRIPPER = 6  # column of state and action
TURNING = 5  # the last joint, which passes half a turn
DOWN = 5  # px that the content of a slipped camera moved
RIGHT = 3  # px


def since(first):
    "From one episode on"
    return lambda number, count: number >= first


def between(first, last):
    "The episodes of one day"
    return lambda number, count: first <= number <= last


def repeated(count):
    "A new picture only every so many frames"

    def new(values, spot):
        return values[np.arange(len(values)) // count * count]

    return new


def drifting(values, spot):
    "One frame later in each episode: two clocks that nobody set again"
    return late(spot.number)(values, spot)


def own_state(spot):
    "The states of the episode that is changed"
    return spot.windows.state[spot.windows.frames_of(spot.number)]


def measured(values, spot):
    "Where the arm is, in the place of where it is to go"
    return own_state(spot).copy()


def gripper_reversed(values, spot):
    "One is closed and zero is open"
    return column(values, GRIPPER, 1 - values[:, GRIPPER])


def relative(values, spot):
    "Joints as steps from the present state, the gripper as it was"
    return column(values - own_state(spot), GRIPPER, values[:, GRIPPER])


def wrapped_wrist(values, spot):
    "The last joint within plus and minus half a turn"
    angle = values[:, TURNING]
    return column(values, TURNING, (angle + np.pi) % (2 * np.pi) - np.pi)


def slipped(values, spot):
    "The content lower and further right, the border repeated"
    height, width = values.shape[1:3]
    rows = np.maximum(np.arange(height) - DOWN, 0)
    columns = np.maximum(np.arange(width) - RIGHT, 0)
    return values[:, rows][:, :, columns]


def daylight(values, spot):
    "Another brightness in each episode"
    return pixels(values * spot.random.uniform(0.8, 1.2))


def swapped_cameras(when):
    "Two cameras under each other's name in some episodes"

    def plant(run_data, random):
        windows = run_data.windows
        old = dict(windows.images)
        pairs = (('wrist', 'third_person'), ('third_person', 'wrist'))
        for name, other in pairs:

            def exchanged(values, spot, other=other):
                return old[other][windows.frames_of(spot.number)]

            windows.images[name] = changed(
                old[name], exchanged, when, windows=windows, random=random
            )

    return plant
