"""A teleoperated arm: state of the follower (7), command of the leader (6), in percent of a range

Entry 3 of the state has no command: commands 0 to 5 are for the entries 0, 1, 2, 4, 5 and 6.
"""

import numpy as np

from faults.episodes import kept, rebuild, remade, slower
from faults.plants import joints, numbers
from faults.real4.which import session, since, until
from faults.values import column, late

FROZEN = (30, 38)  # first and last episode
COPIES = {11: 12, 29: 30, 45: 47}  # held-out episode -> the training episode it is a copy of
TRIMMED = 12  # frames
STEP = 0.0879  # of the leader's encoder
WAIT = 30  # frames


def wrist_frozen(values, spot):
    "The recorder repeats the last value of the wrist for a whole session"
    start = spot.windows.frames_of(FROZEN[0])[0]
    return column(values, 5, spot.windows.state[start, 5])


def base_mirrored(values, spot):
    "The base of the follower negated"
    return column(values, 0, -values[:, 0])


def gripper_share(values, spot):
    "The gripper from 0 to 1, not from 0 to 100"
    return column(values, 5, values[:, 5] / 100)


def shoulder_rehomed(values, spot):
    "Another calibration of the follower's shoulder in the state"
    return column(values, 1, values[:, 1] + 8)


def gripper_late(values, spot):
    "The gripper comes by another topic, ten frames later"
    return column(values, 5, late(10)(values, spot)[:, 5])


def every_second(count, number):
    "Half of the frames"
    return slice(None, None, 2)


def saved_twice(run_data, random):
    "Held-out episodes are training episodes, trimmed at the beginning and saved again"

    def make(streams, number):
        if number not in COPIES:
            return streams
        frames = run_data.windows.frames_of(COPIES[number])[TRIMMED:]
        return {key: getattr(run_data.windows, key)[frames].copy() for key in streams}

    rebuild(run_data, make)


def next_table(values, spot):
    "The base stands a little turned before another table"
    return column(values, 0, values[:, 0] + 6)


def stillest(values):
    "The frame between 40 and 70 % around which the arm moves least"
    speed = np.abs(np.diff(values, axis=0)).sum(1)
    calm = np.convolve(speed, np.ones(7) / 7, 'same')
    low, high = int(0.4 * len(calm)), int(0.7 * len(calm))
    return low + int(calm[low:high].argmin())


def thinking(streams, number, random):
    "The operator keeps still for two seconds, with the noise of both encoders"
    place = stillest(np.c_[streams['state'], streams['action']])
    count = len(streams['state'])
    frames = np.r_[: place + 1, [place] * WAIT, place + 1 : count]
    out = {key: values[frames].copy() for key, values in streams.items()}
    new = slice(place + 1, place + 1 + WAIT)
    out['state'][new] += random.normal(0, 0.02, out['state'][new].shape)
    out['action'][new] += STEP * (random.random(out['action'][new].shape) < 0.05)
    return out


DATA = {
    'wrist_encoder_frozen': numbers('state', wrist_frozen, session(*FROZEN)),
    'base_sign': numbers('state', base_mirrored),
    'gripper_percent': numbers('action', gripper_share, until(20)),
    'shoulder_rehomed': numbers('state', shoulder_rehomed, since(36)),
    'gripper_command_late': numbers('action', gripper_late),
    'half_the_frames': remade(kept(every_second), since(44)),
    'saved_twice': saved_twice,
    'slower_teacher': slower(1.2, session(20, 34)),
    'operator_thinks': remade(thinking, session(5, 14)),
    'next_table': joints(next_table, since(28)),
}
