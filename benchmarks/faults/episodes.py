"""Episodes cut, stretched and with pauses"""

import numpy as np

from faults.picture_changes import pixels
from faults.streams import always, felt

# noise of a recording made again
PIXEL = 1  # grey levels
GAIN = 0.01  # of a taxel, relative
READING = 0.003  # N
ANGLE = 2e-4  # rad
# noise of an arm that stands
STILL_READING = 0.01  # N
STILL_ANGLE = 3e-4  # rad


def streams_at(windows, frames):
    "Everything that has one value a frame: state, action, (picture, name), (touch, name)"
    streams = dict(state=windows.state[frames], action=windows.action[frames])
    for name, stream in windows.images.items():
        streams['picture', name] = np.asarray(stream[frames])
    for name, stream in windows.touch.items():
        streams['touch', name] = np.asarray(stream[frames])
    return streams


def settle(run_data, parts, told):
    "The windows over new episodes: parts are their streams, told what the robot was told in each"
    windows = run_data.windows

    def joined(key):
        return np.concatenate([part[key] for part in parts])

    windows.lens = np.array([len(part['state']) for part in parts])
    windows.ends = np.cumsum(windows.lens)
    windows.state = joined('state').astype('float32')
    windows.action = joined('action').astype('float32')
    windows.images = {name: joined(('picture', name)) for name in windows.images}
    windows.touch = {name: joined(('touch', name)) for name in windows.touch}
    windows.episode_index = np.repeat(np.arange(len(windows.lens)), windows.lens)
    windows.frame_index = np.concatenate([np.arange(count) for count in windows.lens])
    windows.times = windows.frame_index / run_data.task.fps
    windows.told = np.repeat(told, windows.lens)
    windows.action_end = np.repeat(windows.ends - run_data.task.action_shift, windows.lens)
    starts = np.stack([windows.ends - windows.lens, windows.lens], 1)
    windows.touch_start = {name: starts.copy() for name in windows.touch}
    windows.newest = {name: windows.frame_index.copy() for name in windows.touch}
    windows.has = {name: np.ones(len(windows.lens), bool) for name in windows.touch}
    felt(run_data)


def rebuild(run_data, make):
    "Every episode anew: make(streams, number) -> streams of any length"
    windows = run_data.windows
    frames = [windows.frames_of(number) for number in range(len(windows.lens))]
    parts = [make(streams_at(windows, o), number) for number, o in enumerate(frames)]
    settle(run_data, parts, np.array([windows.told[o[0]] for o in frames]))


def remade(make, when=always):
    "Some episodes anew: make(streams, number, random) -> streams"

    def plant(run_data, random):
        count = len(run_data.windows.lens)

        def one(streams, number):
            return make(streams, number, random) if when(number, count) else streams

        rebuild(run_data, one)

    return plant


def kept(pick):
    "Some frames alone: pick(count, number) -> which of so many, of the episode with this number"

    def make(streams, number, random):
        frames = pick(len(streams['state']), number)
        return {key: values[frames] for key, values in streams.items()}

    return make


def first_frames(count):
    "The beginning of an episode"
    return kept(lambda length, number: slice(count))


def without_first(count):
    "An episode without its beginning"
    return kept(lambda length, number: slice(count, None))


def slow_places(count, factor):
    "Places in an episode of so many frames that is played so many times as slowly"
    return np.linspace(0, count - 1, int(count * factor))


def neighbours(places, count):
    "The frame before each place, the one after, and how far it is on the way: three of (N,)"
    before = np.floor(places).astype(int)
    return before, np.minimum(before + 1, count - 1), places - before


def between(values, places):
    "Values (T, ...) at places between the frames, (N,): (N, ...)"
    before, after, share = neighbours(places, len(values))
    part = share.reshape(-1, *[1] * (values.ndim - 1))
    return values[before] * (1 - part) + values[after] * part


def stretched(streams, factor, random):
    "Played so many times as slowly, with noise of its own"
    count = len(streams['state'])
    places = slow_places(count, factor)
    before, after, share = neighbours(places, count)
    out = {}
    for key, values in streams.items():
        shape = (len(places), *values.shape[1:])
        if key[0] == 'picture' or values.dtype == np.uint8:
            nearest = values[np.round(places).astype(int)]
            out[key] = pixels(nearest + random.integers(-PIXEL, PIXEL + 1, shape))
        elif key[0] == 'touch':
            gain = random.normal(1, GAIN, (len(places), *[1] * (values.ndim - 1)))
            nearest = values[np.where(share < 0.5, before, after)]
            out[key] = (nearest * gain + random.normal(0, READING, shape)).astype('float32')
        else:
            out[key] = between(values, places) + random.normal(0, ANGLE, shape)
    return out


def slower(factor, when=always):
    "Demonstrators who take so many times as long"

    def make(streams, number, random):
        return stretched(streams, factor, random)

    return remade(make, when)


def standing(streams, place, count, random):
    "So many frames more at one place, with the noise of the streams"
    last = len(streams['state'])
    frames = np.concatenate(
        [np.arange(place + 1), np.full(count, place), np.arange(place + 1, last)]
    )
    new = slice(place + 1, place + 1 + count)
    out = {key: values[frames].copy() for key, values in streams.items()}
    for key, values in out.items():
        shape = values[new].shape
        if values.dtype == np.uint8:
            values[new] = pixels(values[new] + random.integers(-PIXEL, PIXEL + 1, shape))
        else:
            spread = STILL_READING if key[0] == 'touch' else STILL_ANGLE
            values[new] += random.normal(0, spread, shape).astype(values.dtype)
    return out


def pause(share, count, when=always):
    "The arm waits so many frames after a share of the episode"

    def make(streams, number, random):
        place = int(share * (len(streams['state']) - 1))
        return standing(streams, place, count, random)

    return remade(make, when)
