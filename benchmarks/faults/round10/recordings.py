"""What happened to the recordings of this list: new(values, spot) -> values"""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from faults.picture_changes import axes_of, pixels
from faults.streams import felt

ARM = slice(0, 6)  # joints of the arm in state and action
GRIPPER = 6
HELD_FRAMES = 5  # of a topic at 10 Hz among frames at 50 Hz
SLOW_CLOCK = 0.86  # readings a frame
GRAM_FORCE = 101.97  # a newton
FULL_SCALE = 0.06  # N a cell


def fourth(number, count):
    "Every fourth episode"
    return number % 4 == 3


def other_fourth(number, count):
    "Every fourth episode, not the same ones"
    return number % 4 == 2


def first_half(number, count):
    "The earlier half of the episodes"
    return number < count // 2


def own_state(spot):
    "The state of the episode that is changed"
    return spot.windows.state[spot.windows.frames_of(spot.number)]


def held(values, spot):
    "A slow topic: each value until the next message"
    return values[np.arange(len(values)) // HELD_FRAMES * HELD_FRAMES]


def slow_clock(values, spot):
    "Readings at a lower rate than was thought, written one a frame"
    places = np.round(np.arange(len(values)) * SLOW_CLOCK).astype(int)
    return values[places]


def dead_columns(values, spot):
    "A cable came off: four columns of the first finger read nothing"
    values[:, 0, :, 4:8] = 0
    return values


def tared_in_grip(values, spot):
    "The zero was taken while the object was held"
    return values - np.median(values[-15:], 0)


def stops_at(share):
    "From a share of the episode on nothing new arrives"

    def new(values, spot):
        place = int(share * len(values))
        values[place:] = values[place]
        return values

    return new


def clipped(values, spot):
    "An amplifier with too small a range"
    return np.clip(values, -FULL_SCALE, FULL_SCALE)


def as_deltas(values, spot):
    "Steps from where the arm is, in the place of where it shall be"
    values[:, ARM] -= own_state(spot)[:, ARM]
    return values


def as_degrees(values, spot):
    "Joints of the arm in degrees"
    values[:, ARM] = np.degrees(values[:, ARM])
    return values


def as_measured(values, spot):
    "What was measured in the place of what was commanded"
    return own_state(spot).copy()


def gripper_inverted(values, spot):
    "Zero is open"
    values[:, GRIPPER] = 1 - values[:, GRIPPER]
    return values


def swapped_cameras(when):
    "Two cameras under each other's name in the episodes asked for"

    def plant(run_data, random):
        windows = run_data.windows
        first, second = windows.images
        one = np.asarray(windows.images[first]).copy()
        two = np.asarray(windows.images[second]).copy()
        for number in range(len(windows.lens)):
            if when(number, len(windows.lens)):
                frames = windows.frames_of(number)
                one[frames], two[frames] = two[frames].copy(), one[frames].copy()
        windows.images = {first: one, second: two}

    return plant


def trained_on_all(run_data, random):
    "The list of training episodes has all of them"
    run_data.train = sorted({*run_data.train, *run_data.held_out})


def uploaded_twice(run_data):
    "Held-out episodes that are training episodes under another number"
    return list(zip(run_data.held_out, run_data.train[1::4], strict=False))


def graphics_axes(spec):
    "The rotation of a renderer, whose camera looks along -z with y up"
    rotation = np.asarray(spec.rotation, float)
    axes = axes_of(spec, rotation[:, 0], -rotation[:, 1], -rotation[:, 2])
    return dataclasses.replace(spec, rotation=axes)


# odd, and no mistake


def clouds(values, spot):
    "Daylight: every episode has its own brightness"
    return pixels(values * spot.random.uniform(0.85, 1.1))


def old_camera(values, spot):
    "A camera with much noise"
    return pixels(values + spot.random.normal(0, 6, values.shape))


def cable_in_view(values, spot):
    "A black cable hangs into a corner of the picture"
    values[:, :9, -4:] = (values[:, :9, -4:] * 0.1).astype('uint8')
    return values


def every_second(values, random):
    "Half the rate"
    return values[::2]


def newest_of_half(frames):
    "The last reading of half the rate before each frame"
    return frames // 2


def coarser(values):
    "Cells twice as wide and twice as high, with the force of four"
    count, fingers, rows, columns, axes = values.shape
    cells = torch.from_numpy(values).permute(0, 1, 4, 2, 3).reshape(-1, 1, rows, columns)
    sums = 4 * F.avg_pool2d(cells, 2)
    shape = (count, fingers, axes, rows // 2, columns // 2)
    return sums.reshape(shape).permute(0, 1, 3, 4, 2).contiguous().numpy()


def other_pads(run_data, random):
    "A small constant reading of every cell, as of a new pair of pads"
    windows = run_data.windows
    for name, values in list(windows.touch.items()):
        readings = np.asarray(values)
        bias = random.normal(0, 0.002, readings.shape[1:])
        windows.touch[name] = (readings * 0.8 + bias).astype('float32')
    felt(run_data)
