"""Faults of a teleoperated arm: 7 entries of state, 6 of action, 15 frames a second"""

import numpy as np

from faults.episodes import rebuild, remade
from faults.plants import both, numbers
from faults.real1.arm import COMMANDED, ELBOW, FLEX, GRIPPER, LIFT, PAN, ROLL
from faults.streams import odd, second_half, third
from faults.values import column, late

JOINTS = slice(0, -1)  # all but the gripper, of state or action
HELD_COPIES = 6  # held-out episodes that are training episodes
COPY_NOISE = 0.05  # degrees
BURSTS, BURST = 4, 12  # how often frames are lost, and how many at a time
STUCK_AFTER = 0.3  # share of the episode
ZEROED = 0.02  # share of the frames
HOME_ERROR = 18  # degrees
COMMAND_LIMIT = 60  # degrees


def in_radians(values, spot):
    "Joints in radians, the gripper as it was"
    out = values.copy()
    out[:, JOINTS] = np.deg2rad(values[:, JOINTS])
    return out


def roll_reversed(values, spot):
    "The last joint counts the other way"
    return column(values, ROLL, -values[:, ROLL])


def lift_as_elbow(values, spot):
    "Two neighbouring joints have changed places"
    out = values.copy()
    out[:, [LIFT, ELBOW]] = values[:, [ELBOW, LIFT]]
    return out


def gripper_reversed(values, spot):
    "The command of the gripper: 100 is closed"
    return column(values, -1, 100 - values[:, -1])


def pan_wrapped(values, spot):
    "The first joint from 0 to 360"
    return column(values, PAN, values[:, PAN] % 360)


def elbow_rehomed(values, spot):
    "The elbow has its zero elsewhere"
    return column(values, ELBOW, values[:, ELBOW] + HOME_ERROR)


def flex_stuck(values, spot):
    "One joint tells the same value from some time on"
    start = int(STUCK_AFTER * len(values))
    out = values.copy()
    out[start:, FLEX] = values[start, FLEX]
    return out


def packets_zeroed(values, spot):
    "Some frames hold nothing but zeros"
    count = max(2, int(ZEROED * len(values)))
    out = values.copy()
    out[spot.random.choice(np.arange(5, len(values)), count, replace=False)] = 0
    return out


def relative(values, spot):
    "Joints relative to the present state, the gripper as it was"
    state = spot.windows.state[spot.windows.frames_of(spot.number)]
    out = values.copy()
    out[:, JOINTS] -= state[:, COMMANDED[JOINTS]]
    return out


def shoulder_clipped(values, spot):
    "Lift and elbow stay within a limit that the arm does not have"
    out = values.copy()
    pair = [COMMANDED.index(LIFT), COMMANDED.index(ELBOW)]
    out[:, pair] = np.clip(values[:, pair], -COMMAND_LIMIT, COMMAND_LIMIT)
    return out


def lost_frames(state):
    "Which frames are left, bursts being lost where the arm is fastest: (T,) of bool"
    speed = np.abs(np.diff(state[:, :GRIPPER], axis=0)).sum(1)
    moved = np.convolve(speed, np.ones(BURST), 'valid')
    left = np.ones(len(state), bool)
    for _ in range(BURSTS):
        start = int(np.argmax(moved))
        left[start + 1 : start + 1 + BURST] = False
        moved[max(start - 2 * BURST, 0) : start + 2 * BURST] = -1
    return left


def bursts_lost(streams, number, random):
    "An episode without some bursts of frames"
    left = lost_frames(streams['state'])
    return {key: values[left] for key, values in streams.items()}


def held_out_copied(run_data, random):
    "Some held-out episodes are training episodes with a little noise"
    chosen = zip(run_data.held_out[:HELD_COPIES], run_data.train[3::5], strict=False)
    sources = dict(chosen)
    windows = run_data.windows
    old = {key: getattr(windows, key).copy() for key in ('state', 'action')}
    frames = {target: windows.frames_of(source) for target, source in sources.items()}

    def noisy(values):
        return values + random.normal(0, COPY_NOISE, values.shape)

    def make(streams, number):
        if number not in frames:
            return streams
        return {key: noisy(values[frames[number]]) for key, values in old.items()}

    rebuild(run_data, make)


DATA = {
    'commands_late': numbers('action', late(8)),
    'state_late_half': numbers('state', late(8), odd),
    'radians_third': both(
        numbers('state', in_radians, third), numbers('action', in_radians, third)
    ),
    'roll_sign_half': numbers('state', roll_reversed, second_half),
    'lift_elbow_exchanged': numbers('state', lift_as_elbow, second_half),
    'gripper_command_reversed': numbers('action', gripper_reversed, odd),
    'pan_wrapped': numbers('state', pan_wrapped),
    'elbow_rehomed': numbers('state', elbow_rehomed, third),
    'encoder_stuck': numbers('state', flex_stuck, third),
    'packets_zeroed': numbers('state', packets_zeroed, third),
    'relative_half': numbers('action', relative, odd),
    'commands_clipped': numbers('action', shoulder_clipped),
    'frames_lost': remade(bursts_lost, odd),
    'held_out_copied': held_out_copied,
}
