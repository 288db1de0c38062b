"""Actions, cameras, episodes and the split"""

import dataclasses

import numpy as np

from faults.episodes import first_frames, remade, standing
from faults.picture_changes import dark, pixels
from faults.plants import camera, joints, numbers, pictures
from faults.round3.touch import on_held_out
from faults.round4.scene import way_back
from faults.streams import odd, third
from faults.values import column, plus

GRIPPER = 6  # entry of state and action
PERCENT = 100
FARTHER = 3  # episodes from one to the one whose actions it has
NATIVE = 20  # pixels of the camera for one of the recorded picture
BAR = (40, 220, 60)  # colour of a bar of progress
BAR_HEIGHT = 3  # pixels
IDLE = 300  # frames
FULL_TURN = (0, 0, 0, 0, 0, 2 * np.pi, 0)  # rad
HOT = ((5, 9), (20, 26), (28, 3))  # rows and columns of pixels
SHORTEST = 93  # frames of the shortest episode


def in_percent(values, spot):
    "The gripper from 0 to 100"
    return column(values, GRIPPER, values[:, GRIPPER] * PERCENT)


def hung_up(values, spot):
    "One command for the rest of the episode"
    middle = len(values) // 2
    values[middle:] = values[middle]
    return values


def of_another(values, spot):
    "The commands of another episode, cut or filled up to the same length"
    windows = spot.windows
    frames = windows.frames_of((spot.number + FARTHER) % len(windows.lens))
    return windows.action[frames[np.minimum(np.arange(len(values)), len(frames) - 1)]]


def at_native_size(spec):
    "Focal length and centre in pixels of the camera"
    sizes = {name: NATIVE * getattr(spec, name) for name in ('fx', 'fy', 'cx', 'cy')}
    return dataclasses.replace(spec, **sizes)


def with_progress(values, spot):
    "A bar below that grows with the recording"
    count, _, width = values.shape[:3]
    for frame in range(count):
        values[frame, -BAR_HEIGHT:, : width * (frame + 1) // count] = BAR
    return values


def planes_as_pixels(values, spot):
    "Three planes in a row, read as pixels"
    return np.ascontiguousarray(values.transpose(0, 3, 1, 2)).reshape(values.shape)


def idle_first(streams, number, random):
    "Nobody moves the arm at first"
    return standing(streams, 0, IDLE, random)


def with_reset(streams, number, random):
    "The demonstration, and the way back at twice the speed"
    back = way_back(streams, number, random)
    return {key: np.concatenate([streams[key], back[key][::2]]) for key in streams}


def flat_profile(values, spot):
    "The profile of a camera for grading: low contrast, light shadows"
    return pixels(values * 0.5 + 70)


def hot_pixels(values, spot):
    "Three pixels of the camera are always white"
    for row, place in HOT:
        values[:, row, place] = 255
    return values


DATA = {
    'gripper_percent_third': joints(in_percent, third),
    'commands_hang_third': numbers('action', hung_up, third),
    'actions_of_other_third': numbers('action', of_another, third),
    'intrinsics_native': camera('wrist', at_native_size),
    'progress_bar_in_view': pictures('wrist', with_progress),
    'planes_as_pixels': pictures('wrist', planes_as_pixels),
    'idle_half': remade(idle_first, odd),
    'reset_recorded_half': remade(with_reset, odd),
    'held_out_at_night': on_held_out(lambda when: pictures('wrist', dark, when)),
    'flat_profile': pictures('wrist', flat_profile),
    'hot_pixels': pictures('wrist', hot_pixels),
    'wrist_one_turn_on': joints(plus(*FULL_TURN)),
    'gripper_percent': joints(in_percent),
    'equal_lengths': remade(first_frames(SHORTEST)),
}
