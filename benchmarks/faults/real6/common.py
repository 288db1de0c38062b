"""What the three recordings share"""

import numpy as np

from faults.episodes import between, neighbours, rebuild, slow_places


def these(numbers):
    "The episodes with these numbers"
    return lambda number, count: number in numbers


def since(first):
    "All episodes from this one on"
    return lambda number, count: number >= first


def again(make, when):
    "Some episodes anew, of any length: make(streams, number, random)"

    def plant(run_data, random):
        count = len(run_data.windows.lens)

        def one(streams, number):
            return make(streams, number, random) if when(number, count) else streams

        rebuild(run_data, one)

    return plant


def drawn_out(factor, noise=0.0, when=None, follows=False):
    """Moved so many times as slowly: every stream is read at places between its frames

    follows: the action is the state of the next frame.
    """

    def make(streams, number, random):
        count = len(streams['state'])
        places = slow_places(count, factor)
        before, _, _ = neighbours(places, count)
        out = {}
        for key, values in streams.items():
            out[key] = between(values, places).astype('float32')
            if key[0] == 'touch':
                out[key] += random.normal(0, noise, out[key].shape).astype('float32')
        if follows:
            out['action'] = np.concatenate([out['state'][1:], out['state'][-1:]])
        return out

    return again(make, when)
