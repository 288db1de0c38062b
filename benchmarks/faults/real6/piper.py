"""Taught episodes, angles in degrees and shares, state 7 and action 6 wide, 15 Hz"""

import numpy as np

from faults.episodes import remade, settle, streams_at
from faults.plants import numbers
from faults.real6.common import drawn_out, since
from faults.streams import odd
from faults.values import late

ARM = [0, 1, 2, 4, 5, 6]  # the entries of the state that are commanded
PAD_TO = 400
RATE = 30.0
COPIES = 10
TICK = 0.0879  # degrees of a step of the leader


def radians(values, spot):
    "All joints but the gripper, the last entry, in radians"
    values[:, :-1] = np.deg2rad(values[:, :-1])
    return values


def in_radians(run_data, random):
    "State and action of the later episodes come from a driver that speaks radians"
    when = since(36)
    numbers('state', radians, when)(run_data, random)
    numbers('action', radians, when)(run_data, random)


def recalibrated(values, spot):
    "Zero of two joints of the follower moved"
    values[:, 1] += 14.0
    values[:, 2] -= 9.0
    return values


def as_deltas(values, spot):
    "Relative to the present state"
    frames = spot.windows.frames_of(spot.number)
    return values - spot.windows.state[frames][:, ARM]


def faster_clock(run_data, random):
    "The stamps of one day were made for 30 frames a second"
    windows = run_data.windows
    out = np.array(windows.times)
    for number in range(20, 38):
        frames = windows.frames_of(number)
        out[frames] = np.arange(len(frames)) / RATE
    windows.times = out


def padded(streams, number, random):
    "Filled up with zeros to one length"
    return {
        key: np.concatenate(
            [values, np.zeros((PAD_TO - len(values), *values.shape[1:]), values.dtype)]
        )
        for key, values in streams.items()
    }


def merged_twice(run_data, random):
    "The last ten episodes are the first ten once more"
    windows = run_data.windows
    count = len(windows.lens)
    source = [*range(count - COPIES), *range(COPIES)]
    frames = [windows.frames_of(number) for number in source]
    parts = [streams_at(windows, one) for one in frames]
    settle(run_data, parts, np.array([windows.told[one[0]] for one in frames]))


def waiting(streams, number, random):
    "Four seconds in which the operator has not begun: encoders dither, the leader by a tick"
    count = 60
    state, action = streams['state'], streams['action']
    noise = random.normal(0, 0.03, (count, 7))
    noise[:, [3, 6]] = 0
    noise[:, np.abs(state[0]) > 99.9] = 0  # at the end of the range
    ticks = random.choice([-TICK, 0, TICK], (count, 6), p=[0.1, 0.8, 0.1])
    ticks[:, 5] = 0
    return {
        'state': np.concatenate([state[:1] + noise, state]).astype('float32'),
        'action': np.concatenate([action[:1] + ticks, action]).astype('float32'),
    }


def noisier(values, spot):
    "Encoders a little noisier, a twentieth of a degree, within the range"
    noise = spot.random.normal(0, 0.05, values.shape)
    noise[:, [3, 6]] = 0
    return np.where(np.abs(values) > 99.9, values, values + noise)


DATA = {
    'joints_radians_later': in_radians,
    'leader_logged_late': numbers('action', late(6), odd),
    'follower_recalibrated': numbers('state', recalibrated, since(30)),
    'delta_from_other_lab': numbers('action', as_deltas, since(40)),
    'stamps_thirty_hertz': faster_clock,
    'episodes_merged_twice': merged_twice,
    'padded_with_zeros': remade(padded, lambda number, count: True),
    'slower_operator': drawn_out(1.35, when=lambda number, count: number % 3 == 0),
    'idle_start': remade(waiting, lambda number, count: number % 4 == 1),
    'noisier_encoders': numbers('state', noisier, since(25)),
}
