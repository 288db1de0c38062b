"""The teleoperated arm: seven entries of state and six of action, in degrees"""

import numpy as np

from faults.copied import copies
from faults.episodes import remade, standing
from faults.plants import numbers
from faults.streams import odd, second_half, third

JOINTS = slice(6)  # without the gripper
HOMED = 2  # the joint that was homed somewhere else
ZERO = 20  # degrees
AHEAD = 6  # frames
COPIED = 7  # held-out episodes
WAIT = 40  # frames
STEP = 0.1  # degrees


def radians(values, spot):
    "The joints in radians, the gripper as it was"
    values[:, JOINTS] = np.deg2rad(values[:, JOINTS])
    return values


def homed_elsewhere(values, spot):
    "The zero of one joint is somewhere else"
    values[:, HOMED] += ZERO
    return values


def same_takes(run_data):
    "Most held-out episodes with a training episode that is longer"
    lens = run_data.windows.lens
    left = sorted(run_data.train, key=lambda one: lens[one])
    pairs = []
    for target in run_data.held_out:
        longer = [one for one in left if lens[one] >= lens[target] + AHEAD]
        if longer and len(pairs) < COPIED:
            left.remove(longer[0])
            pairs.append((target, longer[0]))
    return pairs


def wait_first(streams, number, random):
    "The operator waits before the first move"
    return standing(streams, 0, WAIT, random)


def coarse(values, spot):
    "What an encoder of tenths of degrees says"
    return np.round(values / STEP) * STEP


DATA = {
    'piper_radians': numbers('state', radians, third),
    'piper_homing': numbers('state', homed_elsewhere, second_half),
    'piper_same_takes': copies(same_takes, AHEAD),
    'piper_wait': remade(wait_first, odd),
    'piper_encoder': numbers('state', coarse),
}
