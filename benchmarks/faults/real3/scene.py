"""Short episodes with three cameras: steps of the hand and a gripper as command"""

import numpy as np

from faults.episodes import remade, standing
from faults.picture_changes import pixels
from faults.plants import all_pictures, numbers
from faults.streams import odd, second_half, third

LEFT, RIGHT = 'left_wrist', 'right_wrist'


def last_five(number, count):
    "The last day"
    return number >= count - 5


def cameras_exchanged(run_data, random):
    "Left is right in every second episode: the ports were numbered anew"
    windows = run_data.windows
    count = len(windows.lens)
    left = np.asarray(windows.images[LEFT]).copy()
    right = np.asarray(windows.images[RIGHT]).copy()
    for number in range(count):
        if odd(number, count):
            frames = windows.frames_of(number)
            left[frames], right[frames] = right[frames].copy(), left[frames].copy()
    windows.images[LEFT] = left
    windows.images[RIGHT] = right


def in_degrees(values, spot):
    "Turns in degrees"
    values[:, 3:6] = np.rad2deg(values[:, 3:6])
    return values


def one_is_closed(values, spot):
    "The other convention of the gripper"
    values[:, 6] = 1 - values[:, 6]
    return values


def brighter(values, spot):
    "The lamp is on"
    return pixels(values * 1.15 + 12)


def waits(streams, number, random):
    "The arm stands for four frames, and is told to"
    place, count = 5, 4
    out = standing(streams, place, count, random)
    still = slice(place, place + count)
    told = out['action'][place].copy()
    out['action'][place : place + count + 1] = told
    out['action'][still, :6] = 0
    return out


DATA = {
    'wrist_cameras_exchanged': cameras_exchanged,
    'turns_in_degrees': numbers('action', in_degrees, third),
    'gripper_one_closed': numbers('action', one_is_closed, last_five),
    'lamp_on': all_pictures(brighter, second_half),
    'arm_waits': remade(waits, third),
}
