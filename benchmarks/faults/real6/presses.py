"""Presses on a magnetic pad: touch in microtesla, place in mm"""

import numpy as np

from faults.episodes import remade
from faults.plants import touch
from faults.real6.common import drawn_out, since, these
from faults.values import late, times

# what the five magnetometers of this pad read untouched (microtesla)
REST = np.array(
    [604.8, 158.4, 9439.9, 1531.2, -357.6, 11302.4, -273.6, 1024.8]
    + [10988.7, 768.0, 213.6, 9912.3, -144.0, 2004.0, 11829.0],
    'float32',
)
LIMIT = 1000.0  # of a gain that is too high
NOISE = 3.0


def untared(values, spot):
    "The reading at rest is not taken off"
    return values + REST


def exchanged_chips(values, spot):
    "The first magnetometer has the place of the fourth, and the other way round"
    chips = values.reshape(len(values), 5, 3)
    return chips[:, [3, 1, 2, 0, 4]].reshape(len(values), 15)


def hung(values, spot):
    "From somewhere in the way down on, the last reading is held"
    start = int(len(values) * spot.random.uniform(0.2, 0.4))
    values[start:] = values[start]
    return values


def clipped(values, spot):
    "The range of the chips is a third of what the press needs"
    return np.clip(values, -LIMIT, LIMIT)


def present_as_action(run_data, random):
    "The converter forgot to move the state by a frame"
    run_data.windows.action = np.array(run_data.windows.state)


def softer(values, spot):
    "A softer object: less deflection, the noise stays"
    return (values * 0.85 + spot.random.normal(0, 1.5, values.shape)).astype('float32')


def warm(values, spot):
    "The pad warms up by a few microtesla over the press"
    ramp = np.linspace(0, 1, len(values))[:, None]
    return (values + ramp * spot.random.uniform(-10, 10, 15)).astype('float32')


def waiting(count):
    "The probe stands above the pad for so many frames before it goes"

    def make(streams, number, random):
        out = {}
        for key, values in streams.items():
            first = np.repeat(values[:1], count, 0)
            if key == 'action':
                first = np.repeat(streams['state'][:1], count, 0)
            if key[0] == 'touch':
                rest = values[:8].mean(0)
                first = rest + random.normal(0, NOISE, first.shape)
            out[key] = np.concatenate([first, values]).astype('float32')
        return out

    return make


DATA = {
    'pad_untared_later': touch(untared, since(5)),
    'pad_in_gauss': touch(times(0.01), since(6)),
    'pad_buffered': touch(late(8), these((1, 4, 5, 8))),
    'pad_chips_exchanged': touch(exchanged_chips, these((6, 7, 8))),
    'pad_hung': touch(hung, these((2, 5, 9))),
    'pad_clipped': touch(clipped),
    'action_unshifted': present_as_action,
    'softer_object': touch(softer, these((1, 3, 6, 8))),
    'slower_probe': drawn_out(1.4, NOISE, since(5), follows=True),
    'long_wait': remade(waiting(40), these((0, 3, 4, 7))),
    'pad_warms_up': touch(warm),
}
