"""Clocks and touch"""

import numpy as np

from faults.episodes import pause
from faults.picture_changes import pixels
from faults.plants import both, one_touch, pictures, sensor, touch, touch_stream
from faults.streams import felt, fifth, odd
from faults.values import early, rounded, smoothed, times


def sorted_as_text(values, spot):
    "Frame 10 comes before frame 2"
    return values[sorted(range(len(values)), key=str)]


def spikes(values, spot):
    "One cell of one finger in four of a hundred frames"
    dice = spot.random
    for frame in np.flatnonzero(dice.random(len(values)) < 0.04):
        cell = (dice.integers(2), dice.integers(10), dice.integers(12), 2)
        values[(frame, *cell)] += dice.choice([-6.0, 6.0])
    return values


def overexposed(values, spot):
    "Too much light in the gel"
    return pixels(values * 2.4 + 70)


def stamped_at_thirty_hertz(run_data, random):
    "A recording of 50 Hz with the stamps of one of 30"
    run_data.windows.times = run_data.windows.times * 50 / 30


def uneven_times(run_data, random):
    "Frames a little before or after their time"
    windows = run_data.windows
    uneven = random.normal(0, 0.002, len(windows.times)).clip(-0.006, 0.006)
    windows.times = windows.times + np.where(windows.frame_index > 0, uneven, 0)


def half_of_the_faint(values, spot):
    "A sensor that is less sensitive to small forces"
    return np.where(np.abs(values) < 0.045, values * 0.5, values).astype('float32')


def untouched(values, spot):
    "Noise of a sensor that nothing touches"
    return spot.random.normal(0, 0.02, values.shape).astype('float32')


def on_held_out(make):
    "A plant in held-out episodes alone: make(when) -> plant"

    def plant(run_data, random):
        make(lambda number, count: number in run_data.held_out)(run_data, random)

    return plant


DATA = {
    'touch_early_half': touch(early(8), odd),
    'stamps_thirty_hertz': stamped_at_thirty_hertz,
    'frames_sorted_as_text': pictures('wrist', sorted_as_text),
    'threshold_in_noise': sensor(contact_threshold=0.15),
    'touch_spikes': touch(spikes),
    'unplugged_fifth': touch(times(0), fifth),
    'left_gel_overexposed': one_touch('left', overexposed),
    'held_out_untouched': on_held_out(lambda when: both(touch_stream(untouched, when), felt)),
    'wait_at_the_end': pause(1.0, 30),
    'slightly_uneven_clock': uneven_times,
    'fine_converter': touch(rounded(0.004)),
    'quiet_sensor': touch(half_of_the_faint),
    'elastic_pads': touch(smoothed(2.5)),
}
