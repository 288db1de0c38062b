"""What the three recordings share"""

import numpy as np

from faults.episodes import between, neighbours, remade, slow_places


def these(numbers):
    "The episodes with these numbers"
    return lambda number, count: number in numbers


def since(first):
    "All episodes from this one on"
    return lambda number, count: number >= first


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

    return remade(make, when)
