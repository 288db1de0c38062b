"""Presses that are odd and healthy"""

import numpy as np

from faults.episodes import between, remade, slow_places
from faults.plants import joints, touch
from faults.real3.pad import DEEPEST, STEP, stepped
from faults.streams import second_half, third
from faults.values import times

PAD = 'touch', 'pad'


def zero_elsewhere(values, spot):
    "A constant of each channel, the same in all episodes"
    return values + stepped(np.random.default_rng(3).uniform(-30, 30, values.shape[1]))


def noisier(values, spot):
    "Less averaging in the chip"
    return stepped(values + spot.random.normal(0, 6, values.shape))


def following(state):
    "The place one frame later"
    return np.concatenate([state[1:], state[-1:]])


def slower_stage(streams, number, random):
    "Two thirds of the pace, with the noise of the chips"
    places = slow_places(len(streams['state']), 1.5)
    state = between(streams['state'], places)
    noise = random.normal(0, 2, (len(places), len(STEP)))
    felt_then = stepped(between(streams[PAD], places) + noise)
    return {'state': state, 'action': following(state), PAD: felt_then}


def shallow(streams, number, random):
    "A press that turns at nine tenths of the depth and rests there for a second"
    place = streams['state'][:, 2]
    turn = 62
    back = DEEPEST + int(np.argmin(np.abs(place[DEEPEST:] - place[turn])))
    state = streams['state']
    rest = np.linspace(0, 1, 9)[1:-1, None]

    def joined(values):
        between_both = values[turn] * (1 - rest) + values[back] * rest
        return np.concatenate([values[: turn + 1], between_both, values[back:]])

    new = joined(state)
    return {'state': new, 'action': following(new), PAD: stepped(joined(streams[PAD]))}


DATA = {
    'pad_zero_elsewhere': touch(zero_elsewhere),
    'pad_noisier': touch(noisier, second_half),
    'stage_slower': remade(slower_stage, second_half),
    'press_shallower': remade(shallow, third),
    'place_in_metres': joints(times(0.001)),
}
