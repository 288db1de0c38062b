"""Actions, cameras and episodes"""

import numpy as np
from torch.nn import functional as F

from faults.episodes import settle, streams_at
from faults.picture_changes import from_planes, pixels, planes
from faults.plants import numbers, pictures
from faults.streams import odd

JOINTS = slice(0, 6)  # entries of state and action
SHOULDER = 1  # entry of the joint before the elbow
ELBOW = 2  # entry of state and action
LOCKED = 4  # entry of the joint that never moves
SEGMENT = 25  # frames, of a motion with one goal
TAKEN_OVER = (0.3, 0.75)  # of an episode, in which a person held the arm
ASTRAY = 0.25  # rad, the most that the policy wanted to go elsewhere
TEAR = 10  # frames between both halves of a picture
DISPARITY = 1  # px between both eyes
MOSAIC = 12  # px, side of a block
HIDDEN_ROWS = slice(8, 32)  # of a picture of 32
HIDDEN_COLUMNS = slice(4, 28)
STRETCH = 6  # frames for which something is taken for a face
TAKEN_FOR_FACE = 0.6  # of the stretches
CUT_TOO_EARLY = 25  # frames by which a list of cuts is off
WINDOW = 5  # frames, of a filter that looks both ways
SETTLES = 10  # frames until the exposure is right
TOO_BRIGHT = 1.5  # times, in the first picture
LEVELS = 4  # grey levels a step, of six bits


def goals(values, spot):
    "Where the motion of this segment ends, for as long as it lasts"
    ends = (np.arange(len(values)) // SEGMENT + 1) * SEGMENT
    values[:, JOINTS] = values[np.minimum(ends, len(values) - 1), JOINTS]
    return values


def overruled(values, spot):
    "What a policy wanted while a person led the arm elsewhere"
    first, last = (int(share * len(values)) for share in TAKEN_OVER)
    there = np.sin(np.linspace(0, np.pi, last - first))[:, None]
    wish = spot.random.choice([-1, 1], 6) * spot.random.uniform(0.4, 1, 6)
    wish[LOCKED] = 0
    values[first:last, JOINTS] += ASTRAY * there * wish
    return values


def from_horizon(values, spot):
    "The elbow counted from the horizon, not from the upper arm"
    values[:, ELBOW] += values[:, SHOULDER]
    return values


def torn(values, spot):
    "The lower half is of an earlier picture"
    half = values.shape[1] // 2
    earlier = np.maximum(np.arange(len(values)) - TEAR, 0)
    values[:, half:] = values[earlier, half:]
    return values


def side_by_side(values, spot):
    "What both eyes of a stereo camera see, next to each other in one picture"
    height, width = values.shape[1:3]
    narrow = F.interpolate(planes(values), (height, width // 2), mode='area')
    other = F.pad(narrow, (0, DISPARITY, 0, 0), mode='replicate')[..., DISPARITY:]
    return np.concatenate([from_planes(narrow), from_planes(other)], 2)


def pixelated(values, spot):
    "A mosaic over the middle, for as long as something there is taken for a face"
    whole = planes(values)[:, :, HIDDEN_ROWS, HIDDEN_COLUMNS]
    blocks = F.interpolate(F.avg_pool2d(whole, MOSAIC), whole.shape[2:])
    stretches = spot.random.random(len(values) // STRETCH + 1) < TAKEN_FOR_FACE
    hidden = np.repeat(stretches, STRETCH)[: len(values)]
    values[hidden, HIDDEN_ROWS, HIDDEN_COLUMNS] = from_planes(blocks)[hidden]
    return values


def cut_too_early(run_data, random):
    "Every episode begins with the end of the one before and lacks its own"
    windows = run_data.windows
    starts = np.maximum(windows.ends - windows.lens - CUT_TOO_EARLY, 0)
    ends = windows.ends - CUT_TOO_EARLY
    told = np.array([windows.told[start] for start in windows.ends - windows.lens])
    parts = [streams_at(windows, np.arange(*cut)) for cut in zip(starts, ends)]
    settle(run_data, parts, told)


def filtered_both_ways(values, spot):
    "A moving mean around each frame: no noise and no delay"
    reach = WINDOW // 2
    padded = np.pad(values[:, JOINTS], [(reach, reach), (0, 0)], mode='edge')
    shifted = [padded[i : i + len(values)] for i in range(WINDOW)]
    values[:, JOINTS] = np.mean(shifted, 0)
    return values


def exposure_settles(values, spot):
    "The first pictures are too bright"
    gains = np.ones(len(values))
    gains[:SETTLES] = np.linspace(TOO_BRIGHT, 1, SETTLES)
    return pixels(values * gains[:, None, None, None])


def six_bits(values, spot):
    "Brightness in steps"
    return values // LEVELS * LEVELS


DATA = {
    'goals_of_planner_half': numbers('action', goals, odd),
    'takeover_not_recorded_half': numbers('action', overruled, odd),
    'elbow_from_horizon': numbers('action', from_horizon),
    'torn_pictures_half': pictures('wrist', torn, odd),
    'stereo_side_by_side': pictures('wrist', side_by_side),
    'taken_for_a_face': pictures('wrist', pixelated),
    'cut_list_off': cut_too_early,
    'filtered_offline': numbers('state', filtered_both_ways),
    'exposure_settles': pictures('wrist', exposure_settles),
    'six_bit_pictures': pictures('wrist', six_bits),
}
