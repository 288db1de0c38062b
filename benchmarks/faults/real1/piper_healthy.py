"""Healthy but odd recordings of the same arm"""

import numpy as np

from faults.episodes import between, kept, remade, settle, streams_at
from faults.plants import numbers
from faults.real1.arm import COMMANDED, ELBOW, FOURTH, LAG, LIFT, PAN
from faults.streams import odd, third
from faults.values import column, rounded

SLOWNESS = 1.5
START = {PAN: 15, LIFT: 10, ELBOW: -12}  # degrees from the usual pose
WAITING, COMING = 6, 30  # frames at that pose, and from there to the usual one
TEN_BITS = 360 / 1024  # degrees
LOCKED, COUNT = -1.491, 0.003  # degrees
FIRST, LAST = 6, 5  # frames cut away


def slow(streams, number, random):
    "The same path more slowly; the arm follows its commands as quickly as ever"
    last = len(streams['state']) - 1
    now = np.arange(int((last + 1) * SLOWNESS))
    places = np.clip(now / SLOWNESS, 0, last)
    followed = np.clip((now - LAG) / SLOWNESS + LAG, 0, last)
    return dict(
        state=between(streams['state'], followed), action=between(streams['action'], places)
    )


def offset_left(frames):
    "The share of the way to the usual pose that is still to go, for each frame"
    share = np.clip((frames - WAITING) / COMING, 0, 1)
    return (1 + np.cos(np.pi * share)) / 2


def from_another_pose(streams, number, random):
    "The arm comes from another pose to the usual one first"
    frames = np.arange(WAITING + COMING + int(LAG) + 1)
    offset = np.zeros(streams['state'].shape[1])
    offset[list(START)] = list(START.values())
    state = streams['state'][0] + np.outer(offset_left(frames - LAG), offset)
    action = streams['action'][0] + np.outer(offset_left(frames), offset[COMMANDED])
    return dict(
        state=np.concatenate([state, streams['state']]),
        action=np.concatenate([action, streams['action']]),
    )


def half_as_many(run_data, random):
    "Half of the training episodes"
    run_data.train = run_data.train[::2]


def locked(values, spot):
    "A joint that is bolted; its encoder flickers by one count"
    return column(values, FOURTH, LOCKED + COUNT * spot.random.integers(-1, 2, len(values)))


def in_another_order(run_data, random):
    "The same episodes, shuffled"
    windows = run_data.windows
    order = random.permutation(len(windows.lens))
    frames = [windows.frames_of(number) for number in order]
    told = np.array([windows.told[one[0]] for one in frames])
    settle(run_data, [streams_at(windows, one) for one in frames], told)
    windows.names = [windows.names[number] for number in order]
    windows.family = [windows.family[number] for number in order]
    for key in ('success', 'weight', 'confidence'):
        setattr(windows, key, getattr(windows, key)[order])


DATA = {
    'slow_demonstrator': remade(slow, third),
    'another_start': remade(from_another_pose, odd),
    'half_as_many': half_as_many,
    'ten_bit_encoders': numbers('state', rounded(TEN_BITS)),
    'joint_locked': numbers('state', locked),
    'shuffled_order': in_another_order,
    'ends_trimmed': remade(kept(lambda count, number: slice(FIRST, count - LAST))),
}
