"""Frames, commands and pace of the presses"""

import numpy as np

from faults.episodes import between, kept, remade, slow_places, standing
from faults.plants import numbers
from faults.streams import odd, third
from faults.values import late

GAPS = ((40, 62), (120, 138))  # frames that were not written
NOISE = 3  # microtesla, of a pad at rest
PAD = 'touch', 'pad'
TOP = 288  # mm, where the probe starts
SHALLOW = 0.75  # of the depth
LOOP = 1  # mm on the way up, until the pad says what it says when it comes from deeper
WAIT = 25  # frames


def written(length, number):
    "The frames that the disk was fast enough for"
    frames = np.arange(length)
    lost = [(frames >= start) & (frames < end) for start, end in GAPS]
    return frames[~np.any(lost, 0)]


def next_places(state):
    "The command: the place a frame later"
    return np.concatenate([state[1:], state[-1:]])


def with_noise(values, random):
    "Readings with the noise of the pad"
    return (values + random.normal(0, NOISE, values.shape)).astype('float32')


def slow_press(streams, number, random):
    "The probe takes 1.4 times as long"
    places = slow_places(len(streams['state']), 1.4)
    state = between(streams['state'], places)
    pad = with_noise(between(streams[PAD], places), random)
    return {'state': state, 'action': next_places(state), PAD: pad}


def waiting_press(streams, number, random):
    "The probe stays where it is deepest"
    deepest = int(streams['state'][:, 2].argmin())
    out = standing(streams, deepest, WAIT, random)
    state = streams['state']
    frames = np.r_[: deepest + 1, np.full(WAIT, deepest), deepest + 1 : len(state)]
    out['state'] = state[frames]
    out['action'] = next_places(out['state'])
    wait = slice(deepest + 1, deepest + 1 + WAIT)
    out[PAD][wait] = with_noise(out[PAD][wait], random)
    return out


def shallow_press(streams, number, random):
    "Three quarters of the depth, with what the pad said there on the way down and on the way up"
    state, pad = streams['state'].copy(), streams[PAD]
    height = state[:, 2].copy()
    deepest = int(height.argmin())
    state[:, 2] = TOP - SHALLOW * (TOP - height)
    down = readings_at(state[:, 2], height[deepest::-1], pad[deepest::-1])
    back = readings_at(state[:, 2], height[deepest:], pad[deepest:])
    left = np.exp(-(state[:, 2] - state[deepest, 2]) / LOOP)[:, None]
    back += (down[deepest] - back[deepest]) * left
    back[: deepest + 1] = down[: deepest + 1]
    return {'state': state, 'action': next_places(state), PAD: with_noise(back, random)}


def readings_at(places, heights, readings):
    "Readings at other places of one way of the probe, whose heights grow"
    grown = np.maximum.accumulate(heights)
    return np.stack([np.interp(places, grown, one) for one in readings.T], 1)


DATA = {
    'presses_frames_lost': remade(kept(written), third),
    'presses_command_late': numbers('action', late(9)),
    'presses_slower': remade(slow_press, odd),
    'presses_wait': remade(waiting_press, third),
    'presses_shallow': remade(shallow_press, odd),
    'presses_trimmed': remade(kept(lambda length, number: slice(10, length - 8))),
}
