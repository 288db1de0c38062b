"""The magnetic pad: five magnetometers (chips) of three axes, in microtesla"""

import numpy as np

from faults.episodes import between, remade, settle, streams_at
from faults.plants import touch
from faults.real4.which import only, since
from faults.streams import second_half
from faults.values import late

HUNG = (4, 75)  # episode and frame in which a chip stops to answer
FULL_SCALE = 1600.0  # 16 gauss
READING = 3.0  # noise of a channel at rest
WAIT, CREEP = 14, 10  # frames


def chip(number):
    "The columns of a magnetometer"
    return slice(3 * number, 3 * number + 3)


def crossed(values, spot):
    "The plugs of two chips exchanged"
    out = values.copy()
    out[:, chip(1)], out[:, chip(3)] = values[:, chip(3)], values[:, chip(1)]
    return out


def half_gain(values, spot):
    "One chip came up with another gain"
    out = values.copy()
    out[:, chip(2)] *= 0.5
    return out


def tared_pressed(values, spot):
    "The zero was taken when the probe was half way down"
    return values - values[55:61].mean(0)


def hung(values, spot):
    "One chip holds what it said when it hung"
    episode, frame = HUNG
    stream = np.asarray(spot.windows.touch['pad'])
    last = stream[spot.windows.frames_of(episode)][frame, chip(3)]
    out = values.copy()
    out[frame if spot.number == episode else 0 :, chip(3)] = last
    return out


def full_scale(values, spot):
    "The range of the sensor ends before the press does"
    return np.clip(values, -FULL_SCALE, FULL_SCALE)


def file_of_third(values, spot):
    "The readings of episode 3"
    return np.asarray(spot.windows.touch['pad'])[spot.windows.frames_of(3)]


def faster_logger(values, spot):
    "Logged an eighth faster than the frames, and read row by row"
    out = between(values, np.arange(len(values)) / 1.125)
    return (out + spot.random.normal(0, 2, out.shape)).astype('float32')


def worn(values, spot):
    "The magnets lose a tenth over the recording"
    return values * np.float32(1 - 0.1 * spot.number / 9)


def hum(values, spot):
    "A motor nearby: a little more noise"
    return (values + spot.random.normal(0, 5, values.shape)).astype('float32')


def places_of_wait(place, count):
    "Frames of touch: the pad gives way for CREEP more frames, is held, and lets go at once"
    held = [place + CREEP] * (WAIT - CREEP)
    release = np.linspace(place + CREEP, place + 2 * CREEP, 2 * CREEP)
    return np.r_[: place + CREEP + 1, held, release, place + 2 * CREEP + 1 : count]


def waiting(streams, number, random):
    "The probe waits two seconds at its deepest; the command stays the next place"
    place = int(streams['state'][:, 2].argmin())
    count = len(streams['state'])
    state = streams['state'][np.r_[: place + 1, [place] * WAIT, place + 1 : count]]
    pad = between(streams['touch', 'pad'], places_of_wait(place, count))
    new = slice(place + CREEP + 1, place + WAIT + 1)
    pad[new] += random.normal(0, READING, pad[new].shape)
    action = np.concatenate([state[1:], state[-1:]])
    return {'state': state, 'action': action, ('touch', 'pad'): pad.astype('float32')}


def reordered(run_data, random):
    "The same presses in another order"
    windows = run_data.windows
    order = random.permutation(len(windows.lens))
    frames = [windows.frames_of(number) for number in order]
    parts = [streams_at(windows, one) for one in frames]
    settle(run_data, parts, np.array([windows.told[one[0]] for one in frames]))


DATA = {
    'pad_chips_crossed': touch(crossed, since(6)),
    'pad_chip_half_gain': touch(half_gain, since(5)),
    'pad_late_some': touch(late(6), only(2, 5, 8)),
    'pad_tared_pressed': touch(tared_pressed, only(1, 4, 7)),
    'pad_chip_hangs': touch(hung, since(HUNG[0])),
    'pad_full_scale': touch(full_scale),
    'pad_other_file': touch(file_of_third, only(6, 8)),
    'pad_logger_faster': touch(faster_logger, second_half),
    'pad_wears': touch(worn),
    'pad_hum': touch(hum, second_half),
    'probe_waits': remade(waiting, only(3, 6)),
    'presses_reordered': reordered,
}
