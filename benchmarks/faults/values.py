"""Changes that suit any stream"""

import numpy as np


def late(count):
    "Each value so many frames after its time; the first one is repeated"

    def new(values, spot):
        return values[np.maximum(np.arange(len(values)) - count, 0)]

    return new


def early(count):
    "Each value so many frames before its time; the last one is repeated"

    def new(values, spot):
        return values[np.minimum(np.arange(len(values)) + count, len(values) - 1)]

    return new


def times(factor):
    "Values of another scale"

    def new(values, spot):
        return values * factor

    return new


def plus(*offsets):
    "Values moved by an offset for each entry"

    def new(values, spot):
        return values + np.array(offsets)

    return new


def rounded(step):
    "Values in steps"

    def new(values, spot):
        return (np.round(values / step) * step).astype('float32')

    return new


def smoothed(count):
    "A low-pass filter of first order, so many frames long"

    def new(values, spot):
        out = np.asarray(values, 'float32').copy()
        for i in range(1, len(out)):
            out[i] = out[i - 1] + (values[i] - out[i - 1]) / count
        return out

    return new


def frozen(values, spot):
    "The first value for ever"
    return np.repeat(values[:1], len(values), 0)


def column(values, number, new):
    "The same numbers with one column in the place of another"
    out = np.array(values, 'float32')
    out[:, number] = new
    return out
