"""A calibration of this list, and recordings that look odd and are no mistake"""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from faults.picture_changes import axes_of, pixels
from faults.streams import felt

AXES = np.array([1.0, -1.0, -1.0])  # of a renderer, beside those of a camera


def graphics_axes(spec):
    "The rotation of a renderer, whose camera looks along -z with y up"
    rotation = np.asarray(spec.rotation, float)
    axes = axes_of(spec, *(rotation * AXES).T)
    return dataclasses.replace(spec, rotation=axes)


def clouds(values, spot):
    "Daylight: every episode has its own brightness"
    return pixels(values * spot.random.uniform(0.85, 1.1))


def old_camera(values, spot):
    "A camera with much noise"
    return pixels(values + spot.random.normal(scale=6, size=values.shape))


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
    cells = torch.from_numpy(values).permute((0, 1, 4, 2, 3)).reshape((-1, 1, rows, columns))
    sums = 4 * F.avg_pool2d(cells, 2)
    shape = (count, fingers, axes, rows // 2, columns // 2)
    return sums.reshape(shape).permute((0, 1, 3, 4, 2)).contiguous().numpy()


def other_pads(run_data, random):
    "A small constant reading of every cell, as of a new pair of pads"
    windows = run_data.windows
    for name, values in list(windows.touch.items()):
        readings = np.asarray(values)
        bias = random.normal(scale=0.002, size=readings.shape[1:])
        windows.touch[name] = (readings * 0.8 + bias).astype('float32')
    felt(run_data)
