"""Streams of the data changed episode by episode: new(values, spot) -> values of the same shape"""

from dataclasses import dataclass

import numpy as np

from tactile_nb.data.windows import contact_flags


def odd(number, count):
    "Every second episode"
    return number % 2 == 1


def third(number, count):
    "Every third episode"
    return number % 3 == 1


def fifth(number, count):
    "Every fifth episode"
    return number % 5 == 1


def second_half(number, count):
    "The later half of the episodes"
    return number >= count // 2


def always(number, count):
    "Every episode"
    return True


@dataclass(frozen=True)
class Spot:
    "Which episode is changed, and the dice"

    number: int
    random: np.random.Generator
    windows: object


def changed(stream, new, when, *, windows, random):
    "A copy of a stream, (frames, ...), with new(values, spot) in the episodes asked for"
    out = np.asarray(stream).copy()
    count = len(windows.lens)
    for number in range(count):
        if when(number, count):
            frames = windows.frames_of(number)
            out[frames] = new(out[frames].copy(), Spot(number, random, windows))
    return out


def recontact(run_data):
    "Contact flags as the loader would have made them from this touch"
    windows = run_data.windows
    windows.contact = np.zeros(len(windows), bool)
    for name, stream in windows.touch.items():
        spec = run_data.task.tactile[name]
        for number in range(len(windows.lens)):
            frames = windows.frames_of(number)
            flags = contact_flags(np.asarray(stream[frames]), spec.kind, spec.contact_threshold)
            windows.contact[frames] |= flags


def felt(run_data, random=None):
    "Contact flags and the share of contact, from this touch"
    recontact(run_data)
    windows = run_data.windows
    if len(windows.felt) == 1:
        windows.felt = {name: float(windows.contact.mean()) for name in windows.felt}
