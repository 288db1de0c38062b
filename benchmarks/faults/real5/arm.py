"""A teleoperated arm: seven joints of state, six of the leader, 15 frames a second"""

import numpy as np

from faults.episodes import first_frames, kept, remade
from faults.plants import numbers
from faults.values import column

SESSIONS = (17, 31, 42)  # first episodes of the later ones, by places of the things on the table
ELBOW = 2
ELBOW_OFFSET = 6.0  # degrees
PAIR = slice(4, 6)  # the joints of one frame of the bus
DROPPED = 0.3  # share of the episodes
BURSTS = 3
BURST = (12, 30)  # frames
GRIPPER = 5
OPEN = 15.0  # of 100
LIMIT = 180  # frames, 12 s
SLOW_LOOP = 1.5  # 15 Hz instead of 10
SPREAD = 6  # frames of the filter, .4 s
SORTED = [2, 5, 1, 0, 3, 4]  # elbow, gripper, lift, pan, flex, roll


def first_session(number, count):
    "Recorded with the older program"
    return number < SESSIONS[0]


def second_session(number, count):
    "Recorded with buttons for the gripper"
    return SESSIONS[0] <= number < SESSIONS[1]


def since_third(number, count):
    "Recorded since the third session"
    return number >= SESSIONS[1]


def last_session(number, count):
    "Recorded after the motor was changed"
    return number >= SESSIONS[2]


def rezeroed(values, spot):
    "The elbow of the follower has another zero"
    return column(values, ELBOW, values[:, ELBOW] + ELBOW_OFFSET)


def moving_start(values, length, random):
    "Where a burst begins: one of the frames in which the pair moves most"
    change = np.abs(values[length:, PAIR] - values[:-length, PAIR]).sum(1)
    return int(random.choice(np.argsort(change)[-len(change) // 2 :]))


def pair_held(values, spot):
    "Frames of the bus with two joints are lost for a second or two"
    if spot.random.random() > DROPPED:
        return values
    out = values.copy()
    for _ in range(BURSTS):
        length = int(spot.random.integers(*BURST))
        start = moving_start(values, length, spot.random)
        out[start : start + length, PAIR] = out[start, PAIR]
    return out


def open_or_closed(values, spot):
    "The command of the gripper as a button"
    return column(values, GRIPPER, np.where(values[:, GRIPPER] > OPEN, 100.0, 0.0))


def at_ten_hertz(count, number):
    "Two of three frames"
    return np.floor(np.arange(0, count - 1e-9, SLOW_LOOP)).astype(int)


def both_ways(values, spot):
    "A filter without delay, that looks ahead as far as back"
    reach = 4 * SPREAD
    weight = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SPREAD) ** 2)
    padded = np.pad(values, ((reach, reach), (0, 0)), mode='edge')
    columns = [np.convolve(one, weight / weight.sum(), mode='valid') for one in padded.T]
    return np.stack(columns, 1)


def by_name(values, spot):
    "Columns in the order of the alphabet"
    return values[:, SORTED]


DATA = {
    'follower_rezeroed': numbers('state', rezeroed, last_session),
    'can_pair_frozen': numbers('state', pair_held),
    'gripper_binarised': numbers('action', open_or_closed, second_session),
    'cut_at_time_limit': remade(first_frames(LIMIT)),
    'loop_at_ten_hertz': remade(kept(at_ten_hertz), since_third),
    'state_smoothed_offline': numbers('state', both_ways),
    'action_columns_sorted': numbers('action', by_name, first_session),
}
