"""Cameras under each other's name, and splits with episodes on both sides, of this list"""

import numpy as np


def swapped_cameras(when):
    "Two cameras under each other's name in the episodes asked for"

    def plant(run_data, random):
        windows = run_data.windows
        first, second = windows.images
        one = np.asarray(windows.images[first]).copy()
        two = np.asarray(windows.images[second]).copy()
        for number in range(len(windows.lens)):
            if when(number, len(windows.lens)):
                frames = windows.frames_of(number)
                one[frames], two[frames] = two[frames].copy(), one[frames].copy()
        windows.images = {first: one, second: two}

    return plant


def trained_on_all(run_data, random):
    "The list of training episodes has all of them"
    run_data.train = sorted({*run_data.train, *run_data.held_out})


def uploaded_twice(run_data):
    "Held-out episodes that are training episodes under another number"
    return list(zip(run_data.held_out, run_data.train[1::4], strict=False))
