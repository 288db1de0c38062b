"""Pictures and calibrations of cameras that were exchanged, bumped or set in another way"""

import dataclasses
import math

import numpy as np
import torch
from torch.nn import functional as F

from faults.picture_changes import from_planes, pixels, planes
from faults.streams import Spot

# of a bumped mount
ANGLE = 14  # degrees
ACROSS, DOWN = 0.2, 0.12  # of half a picture
# of a white balance that settles anew in each episode
LOWEST_GAIN, HIGHEST_GAIN = 0.93, 1.07


def bumped(values, spot):
    "The mount turned a little and slipped"
    cos, sin = math.cos(math.radians(ANGLE)), math.sin(math.radians(ANGLE))
    motion = torch.tensor([[cos, -sin, ACROSS], [sin, cos, DOWN]])
    pictures = planes(values)
    every = motion.expand(len(pictures), 2, 3)
    places = F.affine_grid(every, pictures.shape, align_corners=False)
    how = dict(padding_mode='reflection', align_corners=False)
    return from_planes(F.grid_sample(pictures, places, **how))


def white_balance(values, spot: Spot):
    "A gain for each colour, drawn for the episode"
    return pixels(values * spot.random.uniform(LOWEST_GAIN, HIGHEST_GAIN, 3))


def exchanged(first, second, when):
    "Two cameras in each other's place, in the episodes asked for"

    def plant(run_data, random):
        windows = run_data.windows
        old = {name: np.asarray(windows.images[name]) for name in (first, second)}
        new = {name: values.copy() for name, values in old.items()}
        for number in range(len(windows.lens)):
            if when(number, len(windows.lens)):
                frames = windows.frames_of(number)
                new[first][frames] = old[second][frames]
                new[second][frames] = old[first][frames]
        windows.images.update(new)

    return plant


def half_size(spec):
    "Intrinsics from pictures of half the size"
    sizes = {name: getattr(spec, name) / 2 for name in ('fx', 'fy', 'cx', 'cy')}
    return dataclasses.replace(spec, **sizes)
