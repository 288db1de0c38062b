"""Episodes copied, and another split"""

import numpy as np

from faults.episodes import PIXEL
from faults.streams import felt


def source_frames(windows, target, source, offset=0):
    "Frames of two episodes: (target, source), the source as long as the target"
    into = windows.frames_of(target)
    taken = windows.frames_of(source)
    return into, taken[np.minimum(np.arange(len(into)) + offset, len(taken) - 1)]


def copy_numbers(windows, into, taken, *, spread, random):
    "State and action of some frames in the place of others, with a little noise"
    for values in (windows.state, windows.action):
        values[into] = values[taken] + random.normal(0, spread, values[into].shape)


def copy_pictures(writable, into, taken, *, levels, random):
    "Pictures of some frames in the place of others, with noise of so many grey levels"
    for values in writable.values():
        noise = random.integers(-levels, levels + 1, values[taken].shape)
        values[into] = np.clip(values[taken].astype(int) + noise, 0, 255)


def writable_pictures(windows):
    "{camera: pictures} that may be written to"
    return {name: np.asarray(values).copy() for name, values in windows.images.items()}


def copies(pairs, offset=0):
    "Episodes in the place of others: pairs(run_data) -> (target, source)"

    def plant(run_data, random):
        windows = run_data.windows
        writable = writable_pictures(windows)
        for target, source in pairs(run_data):
            into, taken = source_frames(windows, target, source, offset)
            copy_numbers(windows, into, taken, spread=1e-3, random=random)
            for name in list(windows.touch):
                values = np.asarray(windows.touch[name]).copy()
                values[into] = values[taken]
                windows.touch[name] = values
            copy_pictures(writable, into, taken, levels=PIXEL, random=random)
        windows.images = writable
        felt(run_data)

    return plant


def split_by(key, last=3):
    "Held out are the last ones in the order of key(windows, number)"

    def plant(run_data, random):
        count = len(run_data.windows.lens)
        order = sorted(range(count), key=lambda number: key(run_data.windows, number))
        run_data.train = sorted(order[:-last])
        run_data.held_out = sorted(order[-last:])

    return plant
