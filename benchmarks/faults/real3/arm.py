"""The teleoperated arm: six joints and a gripper as state, five joints and a gripper as command"""

import numpy as np

from faults.episodes import between, rebuild, remade, slow_places
from faults.plants import both, numbers
from faults.streams import fifth, odd, second_half, third
from faults.values import late, plus, rounded

GRIPPER = 5  # column of the command
SHOULDER = 1  # column of state and command
ELBOW = 2
LEAD = 3.5  # frames that the command is ahead of the arm
SLOWER = 1.5
BASE_TURNED = (10, 0, 0, 0, 0, 0)  # degrees


def last_third(number, count):
    "The last day"
    return number >= count - count // 3


def shoulder_offset(values, spot):
    "The leader was calibrated again, in another pose"
    values[:, SHOULDER] += 18
    return values


def gripper_fraction(values, spot):
    "From 0 to 1 instead of percent"
    values[:, GRIPPER] /= 100
    return values


def base_unsigned(values, spot):
    "Angles from 0 to 360 degrees"
    values[:, 0] %= 360
    return values


def elbow_stays(values, spot):
    "The elbow holds its angle from the middle of the episode on"
    middle = int(0.55 * len(values))
    values[middle:, ELBOW] = values[middle, ELBOW]
    return values


def gripper_first(values, spot):
    "The gripper before the joints"
    return np.roll(values, 1, 1)


def padded(run_data, random):
    "Zeros at the end, until all episodes are as long as the longest"
    longest = int(run_data.windows.lens.max())

    def make(streams, number):
        missing = longest - len(streams['state'])
        return {key: np.pad(values, ((0, missing), (0, 0))) for key, values in streams.items()}

    rebuild(run_data, make)


def slower(streams, number, random):
    "More time for the same way; the arm follows the command as soon as before"
    places = slow_places(len(streams['state']), SLOWER)
    told = np.maximum(places - LEAD + LEAD / SLOWER, 0)
    return {'state': between(streams['state'], places), 'action': between(streams['action'], told)}


DATA = {
    'leader_offset': numbers('action', shoulder_offset, second_half),
    'gripper_fraction': numbers('action', gripper_fraction, third),
    'base_unsigned': numbers('state', base_unsigned),
    'elbow_overheated': numbers('state', elbow_stays, fifth),
    'gripper_first': numbers('action', gripper_first, last_third),
    'state_buffered': numbers('state', late(12), odd),
    'padded_with_zeros': padded,
    'operator_slower': remade(slower, third),
    'arm_turned': both(
        numbers('state', plus(*BASE_TURNED, 0), second_half),
        numbers('action', plus(*BASE_TURNED), second_half),
    ),
    'encoder_coarse': numbers('state', rounded(360 / 1024)),
}
